import Box from '@mui/material/Box';

/** A spot of color beside a name: round for runs, square for kinds of operators. Sizes in pixels. */
export function Dot({ color, size = 10, square }: { color: string; size?: number; square?: boolean }) {
  return (
    <Box
      component="span"
      aria-hidden
      sx={{
        display: 'inline-block',
        width: size,
        height: size,
        flexShrink: 0,
        borderRadius: square ? '3px' : '50%',
        backgroundColor: color,
        // The color is all that it says.
        forcedColorAdjust: 'none',
      }}
    />
  );
}
