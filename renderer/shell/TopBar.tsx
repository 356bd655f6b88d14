import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ButtonBase from '@mui/material/ButtonBase';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { Play, Redo2, Search, Undo2 } from 'lucide-react';
import { t } from '../../core/messages';
import { redo, undo } from '../build/commands/edit';
import { PresetsMenu } from '../build/presets/PresetsMenu';
import { type Command, canRun, labelOf } from '../commands/command';
import { CommandKeys, useKeyHint } from '../layout/CommandKeys';
import { useActiveDocument } from '../state/documents';
import { useNavigation } from '../state/navigation';
import { trainShownGraph } from '../studies/trainGraph';
import { visuallyHidden } from '../ui';
import { Logo } from '../ui/Logo';
import { token } from '../ui/theme/tokens';
import { searchCommands } from './commands/window';
import { DocumentTabs } from './DocumentTabs';
import { FileMenu } from './FileMenu';

export function TopBar() {
  // Undo and redo depend on the active graph's history.
  useActiveDocument();
  const search = useKeyHint(searchCommands);
  return (
    <Box
      component="header"
      sx={{
        height: 44,
        flexShrink: 0,
        display: 'flex',
        alignItems: 'center',
        gap: 2,
        pl: '13px',
        pr: '10px',
        backgroundColor: token('panel'),
        borderBottom: `1px solid ${token('line')}`,
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, pr: 2, fontWeight: 650 }}>
        <Logo />
        <Box
          component="h1"
          sx={{ m: 0, fontSize: 14, fontWeight: 650, '@media (max-width: 900px)': { display: 'none' } }}
        >
          Skipwire
        </Box>
      </Box>
      <FileMenu />
      <DocumentTabs />
      <Bar command={undo} Icon={Undo2} />
      <Bar command={redo} Icon={Redo2} />
      <ButtonBase
        data-tour="search"
        aria-keyshortcuts={search.aria}
        onClick={() => void searchCommands.perform()}
        sx={{
          width: 236,
          flexShrink: 0,
          whiteSpace: 'nowrap',
          height: 30,
          px: '9px',
          gap: 2,
          borderRadius: '7px',
          border: `1px solid ${token('line')}`,
          backgroundColor: token('raised'),
          color: token('muted'),
          fontSize: 13,
          '&:hover': { borderColor: token('lineStrong') },
          '@media (max-width: 1100px)': { width: 38, '& .words': visuallyHidden },
        }}
      >
        <Search size={14} aria-hidden />
        <Box component="span" className="words" sx={{ flex: 1, textAlign: 'left' }}>
          {t('commands.search')}
        </Box>
        <span className="words" aria-hidden>
          <CommandKeys of={searchCommands} />
        </span>
      </ButtonBase>
      <PresetsMenu />
      <Button
        data-tour="train"
        variant="contained"
        color="primary"
        aria-label={t('shell.trainGraph')}
        startIcon={<Play size={13} fill="currentColor" />}
        onClick={() => void trainShownGraph()}
      >
        {t('shell.train')}
      </Button>
    </Box>
  );
}

/** A button for a command on the canvas. */
function Bar({ command, Icon }: { command: Command; Icon: typeof Undo2 }) {
  const inBuild = useNavigation(({ view }) => view === 'build');
  const label = labelOf(command);
  const { withKeys, aria } = useKeyHint(command);
  const name = t(command === undo ? 'commands.undo' : 'commands.redo');
  return (
    <Tooltip title={withKeys(label)}>
      <span>
        <IconButton
          aria-label={name}
          aria-keyshortcuts={aria}
          disabled={!inBuild || !canRun(command)}
          onClick={() => void command.perform()}
        >
          <Icon size={16} />
        </IconButton>
      </span>
    </Tooltip>
  );
}
