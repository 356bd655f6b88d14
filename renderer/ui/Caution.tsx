/** A bordered amber box above the numbers that it is about. */
import Box from '@mui/material/Box';
import { AlertTriangle } from 'lucide-react';
import type { ReactNode } from 'react';
import { token } from './theme/tokens';

export function Caution({
  label,
  action,
  children,
}: {
  label: string;
  /** What can be done about it, at the right. */
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Box
      role="note"
      aria-label={label}
      sx={{
        display: 'flex',
        alignItems: 'flex-start',
        gap: 2,
        p: '10px 14px',
        border: `1px solid ${token('warning')}`,
        borderRadius: '10px',
        backgroundColor: token('panel'),
        flexShrink: 0,
      }}
    >
      <AlertTriangle
        size={16}
        color={token('warning')}
        style={{ flexShrink: 0, marginTop: 2 }}
        aria-hidden="true"
      />
      <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>{children}</Box>
      {action}
    </Box>
  );
}
