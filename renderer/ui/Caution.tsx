import Box from '@mui/material/Box';
import { AlertTriangle } from 'lucide-react';
import type { ReactNode } from 'react';
import { Card } from './boxes';
import { token } from './theme/tokens';

/** An amber box above the numbers that it is about; `action`, on the right, says what can be done about it. */
export function Caution({
  label,
  action,
  children,
}: {
  label: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Card
      role="note"
      aria-label={label}
      sx={{
        display: 'flex',
        alignItems: 'flex-start',
        gap: 2,
        p: '10px 14px',
        borderColor: token('warning'),
        '& > svg': { flexShrink: 0, mt: '2px' },
      }}
    >
      <AlertTriangle size={16} color={token('warning')} aria-hidden />
      <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>{children}</Box>
      {action}
    </Card>
  );
}
