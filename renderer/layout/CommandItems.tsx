import Divider from '@mui/material/Divider';
import MenuItem from '@mui/material/MenuItem';
import type { ReactElement } from 'react';
import { type Command, canRun, labelOf } from '../commands/command';
import { useNavigation } from '../state/navigation';
import { CommandKeys } from './CommandKeys';

/** From a menu or the command search: what acts on the graph shows it first. */
export function runCommand(command: Command): void {
  if (command.where === 'graph') useNavigation.getState().go('build');
  void command.perform();
}

/** Items of a menu, in groups with lines between them. */
export function commandItems(groups: readonly (readonly Command[])[], close: () => void): ReactElement[] {
  return groups
    .filter((group) => group.length > 0)
    .flatMap((group, index) => [
      ...(index > 0 ? [<Divider key={`line ${group[0]?.id}`} />] : []),
      ...group.map((command) => (
        <MenuItem
          key={command.id}
          disabled={!canRun(command)}
          onClick={() => {
            close();
            // After the menu has given back the focus.
            setTimeout(() => runCommand(command), 0);
          }}
          sx={{ minWidth: 250, justifyContent: 'space-between', gap: 4 }}
        >
          {labelOf(command)}
          <CommandKeys of={command} />
        </MenuItem>
      )),
    ]);
}
