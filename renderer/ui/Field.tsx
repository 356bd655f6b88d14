import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import type { ReactNode } from 'react';
import { ROW } from './theme/theme';
import { token } from './theme/tokens';

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
  fits = false,
  children,
}: {
  label: string;
  htmlFor?: string;
  help?: string;
  error?: string;
  note?: ReactNode;
  labelWidth?: number;
  /** What the control says is not cut while the label has room to give. */
  fits?: boolean;
  children: ReactNode;
}) {
  const name = (
    <Box
      component={htmlFor ? 'label' : 'span'}
      {...(htmlFor ? { htmlFor } : {})}
      sx={{
        color: token('muted'),
        // Gives way alone, down to its words: of a control that shrinks by a part of a pixel words are cut.
        ...(fits
          ? { flex: `0 1000000 ${labelWidth}px`, minWidth: 'max-content' }
          : { width: labelWidth, flexShrink: 0 }),
        cursor: 'default',
        lineHeight: '16px',
      }}
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
        <Box sx={{ flex: fits ? '1 1 auto' : 1, minWidth: 0 }}>{children}</Box>
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
