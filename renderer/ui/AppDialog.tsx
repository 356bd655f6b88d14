/** The frame of every dialog: its title, its content, and buttons below, the last of them the one that acts. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog, { type DialogProps } from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { type ReactNode, useId } from 'react';
import { t } from '../../core/messages';

interface AppDialogProps extends Omit<DialogProps, 'title' | 'open' | 'onClose' | 'action'> {
  open?: boolean;
  title: ReactNode;
  onClose(): void;
  closeKey?: 'common.close' | 'common.cancel';
  /** Enter closes, so that nothing is deleted by accident. */
  focusClose?: boolean;
  /** Beside the button that closes. */
  action?: ReactNode;
  /** At the other end of the row of buttons. */
  aside?: ReactNode;
  contentSx?: object;
}

export function AppDialog({
  open = true,
  title,
  onClose,
  closeKey = 'common.close',
  focusClose = false,
  action,
  aside,
  contentSx,
  children,
  ...dialog
}: AppDialogProps) {
  const id = useId();
  return (
    <Dialog open={open} onClose={onClose} aria-labelledby={id} maxWidth="md" fullWidth {...dialog}>
      <DialogTitle id={id} sx={{ fontSize: 15, fontWeight: 600, pb: 2 }}>
        {title}
      </DialogTitle>
      <DialogContent sx={{ pb: 2, ...contentSx }}>{children}</DialogContent>
      <DialogActions sx={{ px: 6, pb: 4, gap: 1 }}>
        {aside && <Box sx={{ mr: 'auto' }}>{aside}</Box>}
        <Button variant="outlined" onClick={onClose} autoFocus={focusClose}>
          {t(closeKey)}
        </Button>
        {action}
      </DialogActions>
    </Dialog>
  );
}
