import Box from '@mui/material/Box';
import Dialog from '@mui/material/Dialog';
import { useEffect } from 'react';
import { t } from '../../core/messages';
import { useDatasets } from '../client/datasets';
import { type Command, canRun, labelOf, SECTIONS } from '../commands/command';
import { findCommands } from '../commands/registry';
import { runCommand } from '../layout/CommandItems';
import { CommandKeys } from '../layout/CommandKeys';
import { useCommandPalette } from '../state/commandPalette';
import { useNavigation } from '../state/navigation';
import { Muted } from '../ui';
import { SearchList } from '../ui/SearchList';
import { refreshGraphs, useDocumentDialogs } from './documents/documents';

export function CommandPalette() {
  const open = useCommandPalette((state) => state.open);
  const setOpen = useCommandPalette((state) => state.setOpen);
  return (
    <Dialog
      open={open}
      onClose={() => setOpen(false)}
      transitionDuration={80}
      slotProps={{
        paper: {
          'aria-label': t('commands.search'),
          'aria-labelledby': undefined,
          sx: { width: 560, maxWidth: '92vw', m: 0, position: 'absolute', top: 56 },
        },
      }}
    >
      <Search close={() => setOpen(false)} />
    </Dialog>
  );
}

function Search({ close }: { close: () => void }) {
  // There is a command for each.
  useDatasets();
  useDocumentDialogs((state) => state.graphs);
  useEffect(() => void refreshGraphs(), []);
  const inBuild = useNavigation((state) => state.view === 'build');
  const run = (command: Command) => {
    close();
    // After the dialog has given back the focus.
    setTimeout(() => runCommand(command), 0);
  };
  return (
    <Box sx={{ p: '8px', maxHeight: '62vh', display: 'flex', flexDirection: 'column' }}>
      <SearchList
        label={t('commands.search')}
        listLabel={t('shell.search.list')}
        find={(query) =>
          findCommands(query).filter((command) => canRun(command) && (inBuild || command.where !== 'canvas'))
        }
        nameOf={labelOf}
        row={(command) => (
          <>
            <Muted sx={{ width: 62, flexShrink: 0, fontSize: 12 }}>{t(SECTIONS[command.section])}</Muted>
            <span style={{ flex: 1 }}>{labelOf(command)}</span>
            <CommandKeys of={command} />
          </>
        )}
        none={(query) => t('shell.search.noMatches', { query })}
        onChoose={run}
      />
    </Box>
  );
}
