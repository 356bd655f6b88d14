import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { token } from './theme/tokens';

/** Over the whole window while files are dragged: what dropping them does. */
export function DropSign({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box
      role="status"
      sx={{
        position: 'fixed',
        inset: 8,
        zIndex: 1600,
        display: 'grid',
        placeContent: 'center',
        textAlign: 'center',
        border: `2px dashed ${token('accent')}`,
        borderRadius: '12px',
        backgroundColor: 'color-mix(in srgb, var(--sw-background) 88%, transparent)',
        pointerEvents: 'none',
      }}
    >
      <Box sx={{ fontSize: 15, fontWeight: 600, mb: 1 }}>{title}</Box>
      <Box sx={{ color: token('muted'), maxWidth: 420 }}>{children}</Box>
    </Box>
  );
}
