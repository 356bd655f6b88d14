import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { MONO } from './theme/theme';
import { token } from './theme/tokens';

/** A key or chord, as on the key caps. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <Box
      component="kbd"
      sx={{
        fontFamily: MONO,
        fontSize: 11,
        lineHeight: '16px',
        px: '5px',
        borderRadius: '4px',
        border: `1px solid ${token('line')}`,
        color: token('muted'),
        whiteSpace: 'nowrap',
      }}
    >
      {children}
    </Box>
  );
}
