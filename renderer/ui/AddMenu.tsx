/** Buttons that add something: each opens a menu, or a dialog, to choose what. */
import Button from '@mui/material/Button';
import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ButtonMenu } from './ButtonMenu';
import { OnceOpen } from './OnceOpen';

export function AddButton({
  label,
  opens,
  isOpen,
  onOpen,
}: {
  label: string;
  opens: 'menu' | 'dialog';
  isOpen: boolean;
  /** @param button what it opens beside */
  onOpen(button: HTMLElement): void;
}) {
  return (
    <Button
      variant="text"
      color="primary"
      startIcon={<Plus size={14} />}
      aria-haspopup={opens}
      aria-expanded={isOpen}
      onClick={(event) => onOpen(event.currentTarget)}
      sx={{ ml: '-4px', px: '8px' }}
    >
      {label}
    </Button>
  );
}

export function AddMenu({
  label,
  width,
  children,
}: {
  label: string;
  /** Pixels; by default as wide as its items. */
  width?: number;
  /** Its items. */
  children(close: () => void): ReactNode;
}) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = () => setAnchor(null);
  return (
    <>
      <AddButton label={label} opens="menu" isOpen={anchor !== null} onOpen={setAnchor} />
      <OnceOpen open={anchor !== null}>
        {() => (
          <ButtonMenu
            anchor={anchor}
            onClose={close}
            slotProps={{ paper: { sx: { maxHeight: 'min(420px, calc(100% - 32px))', width } } }}
          >
            {children(close)}
          </ButtonMenu>
        )}
      </OnceOpen>
    </>
  );
}
