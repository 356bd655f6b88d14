/** Asks before something is permanently deleted. */
import Button from '@mui/material/Button';
import type { ReactNode } from 'react';
import { AppDialog } from './AppDialog';
import { Muted } from './text';

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
  /** Label of the button that does it: "Delete run". */
  confirm: string;
  children: ReactNode;
  onConfirm(): void;
  onClose(): void;
}) {
  return (
    <AppDialog
      open={open}
      title={title}
      onClose={onClose}
      maxWidth="xs"
      fullWidth={false}
      closeKey="common.cancel"
      focusClose
      action={
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
      }
    >
      <Muted>{children}</Muted>
    </AppDialog>
  );
}
