import IconButton from '@mui/material/IconButton';
import { Ellipsis } from 'lucide-react';
import type { MouseEvent, Ref } from 'react';

/** Three dots that open a menu. */
export function MoreButton({
  label,
  isOpen,
  onOpen,
  ref,
}: {
  label: string;
  isOpen: boolean;
  onOpen(button: HTMLElement, event: MouseEvent): void;
  ref?: Ref<HTMLButtonElement>;
}) {
  return (
    <IconButton
      ref={ref}
      aria-label={label}
      title={label}
      aria-haspopup="menu"
      aria-expanded={isOpen}
      onClick={(event) => onOpen(event.currentTarget, event)}
      sx={{ width: 26, height: 22 }}
    >
      <Ellipsis size={15} />
    </IconButton>
  );
}
