import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { token } from './theme/tokens';

/** A small head in capitals above a group of rows, with room for one control at the right. */
export function SectionHead({
  children,
  action,
  id,
}: {
  children: ReactNode;
  action?: ReactNode;
  id?: string;
}) {
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', minHeight: 24, mt: 3, mb: 1 }}>
      <Box
        component="h2"
        id={id}
        sx={{
          m: 0,
          flex: 1,
          fontSize: 11,
          lineHeight: '16px',
          fontWeight: 600,
          letterSpacing: '0.07em',
          textTransform: 'uppercase',
          color: token('muted'),
        }}
      >
        {children}
      </Box>
      {action}
    </Box>
  );
}
