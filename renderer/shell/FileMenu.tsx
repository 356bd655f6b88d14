import Divider from '@mui/material/Divider';
import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Tooltip from '@mui/material/Tooltip';
import { Menu as MenuIcon } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../core/messages';
import { openBinCommand } from '../bin/commands';
import { removeShortcutsCommand, restoreShortcutsCommand, twinCommand } from '../build/commands/ablate';
import { freezeAllButHeadCommand, newHeadCommand, unfreezeAllCommand } from '../build/commands/tuning';
import { layOutCommand } from '../build/commands/view';
import { type Command, canRun, labelOf } from '../commands/command';
import { keysText } from '../commands/keys';
import { Kbd } from '../ui';
import { allGraphs, importModel, newGraph, openFile, saveFile, versionHistory } from './commands/file';
import { licensesCommand, settingsCommand } from './commands/window';
import { runCommand } from './runCommand';

const GROUPS: readonly (readonly Command[])[] = [
  [newGraph, openFile, importModel, saveFile],
  [allGraphs, versionHistory],
  [removeShortcutsCommand, restoreShortcutsCommand, twinCommand],
  [newHeadCommand, freezeAllButHeadCommand, unfreezeAllCommand],
  [layOutCommand],
  [openBinCommand, settingsCommand],
  [licensesCommand],
];

export function FileMenu() {
  const [anchor, setAnchor] = useState<HTMLElement>();
  const close = () => setAnchor(undefined);
  return (
    <>
      <Tooltip title={t('shell.menu')}>
        <IconButton
          aria-label={t('shell.menu')}
          aria-haspopup="menu"
          aria-expanded={anchor !== undefined}
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <MenuIcon size={16} />
        </IconButton>
      </Tooltip>
      <Menu open={anchor !== undefined} anchorEl={anchor} onClose={close}>
        {GROUPS.flatMap((group, index) => [
          ...(index > 0 ? [<Divider key={`line ${group[0]?.id}`} />] : []),
          ...group.map((command) => (
            <MenuItem
              key={command.id}
              disabled={!canRun(command)}
              onClick={() => {
                close();
                runCommand(command);
              }}
              sx={{ minWidth: 250, justifyContent: 'space-between' }}
            >
              {labelOf(command)}
              {command.keys?.[0] && <Kbd>{keysText(command.keys[0])}</Kbd>}
            </MenuItem>
          )),
        ])}
      </Menu>
    </>
  );
}
