import Box from '@mui/material/Box';
import Dialog from '@mui/material/Dialog';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useState } from 'react';
import { t } from '../../core/messages';
import { type Command, canRun, labelOf, SECTIONS } from '../commands/command';
import { isMac, keysText } from '../commands/keys';
import { findCommands } from '../commands/registry';
import { useCommandPalette } from '../state/commandPalette';
import { useNavigation } from '../state/navigation';
import { Kbd } from '../ui/Kbd';
import { token } from '../ui/theme/tokens';

/** Every command with its keys, found by a few letters. */
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
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const inBuild = useNavigation((state) => state.view === 'build');
  const found = findCommands(query).filter((command) => canRun(command) && (inBuild || !command.canvasOnly));
  const chosen = found[Math.min(at, found.length - 1)];
  const run = (command: Command) => {
    close();
    // After the dialog has given the focus back.
    setTimeout(() => void command.perform(), 0);
  };
  return (
    <Box sx={{ p: '8px' }}>
      <OutlinedInput
        autoFocus
        fullWidth
        size="small"
        placeholder={t('commands.search')}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1));
          else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
          else if (event.key === 'Enter' && chosen) run(chosen);
          else return;
          event.preventDefault();
        }}
        inputProps={{
          'aria-label': t('commands.search'),
          role: 'combobox',
          'aria-expanded': true,
          'aria-controls': 'command-list',
          'aria-activedescendant': chosen && `command-${chosen.id}`,
        }}
      />
      <Box
        id="command-list"
        role="listbox"
        aria-label={t('shell.search.list')}
        sx={{ mt: 2, maxHeight: '56vh', overflowY: 'auto' }}
      >
        {found.map((command, index) => (
          <Box
            key={command.id}
            id={`command-${command.id}`}
            role="option"
            aria-selected={command === chosen}
            aria-label={labelOf(command)}
            ref={(element: HTMLElement | null) => {
              if (command === chosen) element?.scrollIntoView({ block: 'nearest' });
            }}
            onPointerMove={() => setAt(index)}
            onClick={() => run(command)}
            sx={{
              display: 'flex',
              alignItems: 'center',
              gap: 2,
              height: 32,
              px: 3,
              borderRadius: '7px',
              cursor: 'default',
              backgroundColor: command === chosen ? token('accentWash') : 'transparent',
            }}
          >
            <Box component="span" sx={{ color: token('muted'), width: 62, flexShrink: 0, fontSize: 12 }}>
              {t(SECTIONS[command.section])}
            </Box>
            <Box component="span" sx={{ flex: 1 }}>
              {labelOf(command)}
            </Box>
            {command.keys?.[0] && <Kbd>{keysText(command.keys[0], isMac())}</Kbd>}
          </Box>
        ))}
        {found.length === 0 && (
          <Box sx={{ color: token('muted'), p: 3 }}>
            {t('shell.search.noMatches', { query: query.trim() })}
          </Box>
        )}
      </Box>
    </Box>
  );
}
