import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import type { ReactNode } from 'react';
import { ROW } from '../../theme/theme';
import { token } from '../../theme/tokens';

/**
 * One row of a form: its label at the left, its control at the right, what is wrong with it below.
 * Give the control the id in `htmlFor`, so that the label names it.
 */
export function Field({
  label,
  htmlFor,
  help,
  error,
  note,
  labelWidth = 108,
  children,
}: {
  label: string;
  htmlFor?: string;
  help?: string;
  error?: string;
  note?: ReactNode;
  labelWidth?: number;
  children: ReactNode;
}) {
  const name = (
    <Box
      component={htmlFor ? 'label' : 'span'}
      {...(htmlFor ? { htmlFor } : {})}
      sx={{ color: token('muted'), width: labelWidth, flexShrink: 0, cursor: 'default', lineHeight: '16px' }}
    >
      {label}
    </Box>
  );
  return (
    <Box sx={{ mb: '6px' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, minHeight: ROW }}>
        {help ? (
          <Tooltip describeChild title={help} placement="left">
            {name}
          </Tooltip>
        ) : (
          name
        )}
        <Box sx={{ flex: 1, minWidth: 0 }}>{children}</Box>
      </Box>
      {(error || note) && (
        <Box
          role={error ? 'alert' : undefined}
          sx={{
            fontSize: 12,
            lineHeight: '16px',
            mt: '3px',
            color: error ? token('bad') : token('muted'),
          }}
        >
          {error ?? note}
        </Box>
      )}
    </Box>
  );
}
