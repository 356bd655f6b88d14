import Popover from '@mui/material/Popover';
import type { SxProps, Theme } from '@mui/material/styles';
import type { ReactNode } from 'react';

/** A small dialog below the button that opened it. */
export function DialogPopover({
  label,
  anchor,
  onClose,
  sx,
  children,
}: {
  label: string;
  /** null: closed. */
  anchor: HTMLElement | null;
  onClose(): void;
  sx: SxProps<Theme>;
  children: ReactNode;
}) {
  return (
    <Popover
      open={anchor !== null}
      anchorEl={anchor}
      onClose={onClose}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
      slotProps={{ paper: { role: 'dialog', 'aria-label': label, sx } }}
    >
      {children}
    </Popover>
  );
}
