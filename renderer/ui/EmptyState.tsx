import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { token } from './theme/tokens';

/** Shown where there is nothing yet: what this place is for, and what to do next. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Box
      sx={{
        height: '100%',
        minHeight: 160,
        display: 'flex',
        flexDirection: 'column',
        alignItems: 'center',
        justifyContent: 'center',
        textAlign: 'center',
        p: 6,
      }}
    >
      {icon && (
        <Box aria-hidden sx={{ color: token('muted'), mb: 3, display: 'flex' }}>
          {icon}
        </Box>
      )}
      <Box component="h2" sx={{ m: 0, fontSize: 15, lineHeight: '22px', fontWeight: 600 }}>
        {title}
      </Box>
      {children && <Box sx={{ color: token('muted'), maxWidth: 420, mt: 1 }}>{children}</Box>}
      {action && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'center', gap: 2, mt: 4 }}>
          {action}
        </Box>
      )}
    </Box>
  );
}
