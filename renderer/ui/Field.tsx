import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import type { ReactNode } from 'react';
import { Note } from './Note';
import { ROW } from './theme/theme';
import { token } from './theme/tokens';

/**
 * One row of a form: label, control, and below them its error or note. The control's id is `htmlFor`. F1 shows the help
 * (shell/help).
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
  /** The label gives the control its room, so that its text is not cut. */
  fits?: boolean;
  children: ReactNode;
}) {
  const name = (
    <Box
      component={htmlFor ? 'label' : 'span'}
      {...(htmlFor ? { htmlFor } : {})}
      sx={{
        color: token('muted'),
        // It alone shrinks: a control that shrinks by part of a pixel cuts its text.
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
    <Box {...(help && { 'data-help': help, 'data-help-title': label })} sx={{ mb: '6px' }}>
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
        <Note tone={error ? 'bad' : 'muted'} sx={{ lineHeight: '16px', mt: '3px' }}>
          {error ?? note}
        </Note>
      )}
    </Box>
  );
}
