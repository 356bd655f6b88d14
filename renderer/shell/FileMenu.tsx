import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { Menu as MenuIcon } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../core/messages';
import { openBinCommand } from '../bin/commands';
import { removeShortcutsCommand, restoreShortcutsCommand, twinCommand } from '../build/commands/ablate';
import { savePngCommand, saveSvgCommand } from '../build/commands/picture';
import { freezeAllButHeadCommand, newHeadCommand, unfreezeAllCommand } from '../build/commands/tuning';
import { layOutCommand } from '../build/commands/view';
import type { Command } from '../commands/command';
import { commandItems } from '../layout/CommandItems';
import { ButtonMenu } from '../ui/ButtonMenu';
import { OnceOpen } from '../ui/OnceOpen';
import { allGraphs, importModel, newGraph, openFile, saveFile, versionHistory } from './commands/file';
import { licensesCommand, settingsCommand, shortcutsCommand } from './commands/window';

const GROUPS: readonly (readonly Command[])[] = [
  [newGraph, openFile, importModel, saveFile],
  [saveSvgCommand, savePngCommand],
  [allGraphs, versionHistory],
  [removeShortcutsCommand, restoreShortcutsCommand, twinCommand],
  [newHeadCommand, freezeAllButHeadCommand, unfreezeAllCommand],
  [layOutCommand],
  [openBinCommand, settingsCommand],
  [shortcutsCommand, licensesCommand],
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
      <OnceOpen open={anchor !== undefined}>
        {() => (
          <ButtonMenu anchor={anchor} onClose={close}>
            {commandItems(GROUPS, close)}
          </ButtonMenu>
        )}
      </OnceOpen>
    </>
  );
}
