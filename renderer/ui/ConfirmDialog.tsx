/** Asks before something is gone for good. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { type ReactNode, useId } from 'react';
import { t } from '../../core/messages';
import { token } from './theme/tokens';

export function ConfirmDialog({
  open,
  title,
  confirm,
  children,
  onConfirm,
  onClose,
}: {
  open: boolean;
  title: string;
  /** Words of the button that does it: "Delete run". */
  confirm: string;
  children: ReactNode;
  onConfirm(): void;
  onClose(): void;
}) {
  const id = useId();
  return (
    <Dialog open={open} onClose={onClose} aria-labelledby={id} maxWidth="xs">
      <DialogTitle id={id} sx={{ fontSize: 15, fontWeight: 600, pb: 2 }}>
        {title}
      </DialogTitle>
      <DialogContent sx={{ pb: 2 }}>
        <Box sx={{ color: token('muted') }}>{children}</Box>
      </DialogContent>
      <DialogActions sx={{ px: 6, pb: 4, gap: 1 }}>
        <Button variant="outlined" onClick={onClose} autoFocus>
          {t('common.cancel')}
        </Button>
        <Button
          variant="contained"
          color="error"
          onClick={() => {
            onClose();
            onConfirm();
          }}
        >
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
