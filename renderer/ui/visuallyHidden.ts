/** The style of what is read aloud and not seen. */
export const visuallyHidden = {
  position: 'absolute',
  // Pixels in words: in `sx` the number 1 would be a hundred per cent, and panels would scroll over nothing.
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
} as const;
