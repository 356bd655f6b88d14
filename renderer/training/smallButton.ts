/** A button within a row of the form or of a list. */
export const SMALL_BUTTON = { minHeight: 24, px: '8px', fontSize: 12 } as const;
