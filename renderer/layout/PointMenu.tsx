import Menu from '@mui/material/Menu';
import type { Command } from '../commands/command';
import { commandItems } from './CommandItems';

export interface Point {
  x: number;
  y: number;
}

/** A menu of commands where the pointer is. */
export function PointMenu({
  label,
  at,
  groups,
  onClose,
}: {
  label: string;
  /** Undefined while it is closed. */
  at: Point | undefined;
  groups: readonly (readonly Command[])[];
  onClose(): void;
}) {
  return (
    <Menu
      open={at !== undefined}
      onClose={onClose}
      onContextMenu={(event) => event.preventDefault()}
      anchorReference="anchorPosition"
      anchorPosition={at && { left: at.x, top: at.y }}
      transitionDuration={0}
      slotProps={{ list: { 'aria-label': label, dense: true } }}
    >
      {at ? commandItems(groups, onClose) : null}
    </Menu>
  );
}
