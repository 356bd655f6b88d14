import Box, { type BoxProps } from '@mui/material/Box';
import { token } from './theme/tokens';

/** A small text about what is beside it. An error (`bad`) is read aloud when it appears, and keeps its lines. */
export function Note({ tone = 'muted', sx, ...box }: BoxProps & { tone?: 'muted' | 'warning' | 'bad' }) {
  return (
    <Box
      role={tone === 'bad' ? 'alert' : undefined}
      {...box}
      sx={[
        { fontSize: 12, lineHeight: '17px', color: token(tone) },
        tone === 'bad' && { whiteSpace: 'pre-line', overflowWrap: 'anywhere' },
        ...(Array.isArray(sx) ? sx : [sx]),
      ]}
    />
  );
}
