import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { t } from '../../../core/messages';
import { type Command, labelOf, SECTIONS } from '../../commands/command';
import { keysText } from '../../commands/keys';
import { keysOf } from '../../commands/ownKeys';
import { openSettings } from '../../preferences/dialog';
import { Kbd, SectionHead } from '../../ui';
import { AppDialog } from '../../ui/AppDialog';
import { SearchField } from '../../ui/SearchField';
import { token } from '../../ui/theme/tokens';
import { findShortcuts } from './find';
import { useShortcutList } from './shortcutList';

/** All commands that have keys, by section. */
export function ShortcutsDialog() {
  const open = useShortcutList((state) => state.open);
  const close = () => useShortcutList.setState({ open: false });
  return (
    <AppDialog
      open={open}
      title={t('shell.shortcutList.title')}
      onClose={close}
      maxWidth="md"
      aside={
        <Button
          variant="outlined"
          onClick={() => {
            close();
            openSettings('shortcuts');
          }}
        >
          {t('shortcuts.change')}
        </Button>
      }
    >
      <List />
    </AppDialog>
  );
}

function List() {
  const [query, setQuery] = useState('');
  const found = findShortcuts(query).filter((command) => keysOf(command).length > 0);
  const sections = Object.keys(SECTIONS).flatMap((section) => {
    const commands = found.filter((command) => command.section === section);
    return commands.length > 0 ? [[section as Command['section'], commands] as const] : [];
  });
  return (
    <>
      <SearchField label={t('shell.shortcutList.search')} value={query} onChange={setQuery} fullWidth />
      <Box sx={{ columns: '300px 2', columnGap: '32px', mt: 2, minHeight: 200 }}>
        {sections.map(([section, commands]) => (
          <Box key={section} component="section">
            <SectionHead>{t(SECTIONS[section])}</SectionHead>
            {commands.map((command) => (
              <Row key={command.id} command={command} />
            ))}
          </Box>
        ))}
        {sections.length === 0 && (
          <Box role="status" sx={{ color: token('muted') }}>
            {t('shell.shortcutList.none', { query: query.trim() })}
          </Box>
        )}
      </Box>
    </>
  );
}

function Row({ command }: { command: Command }) {
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, minHeight: 28, breakInside: 'avoid' }}>
      <Box component="span" sx={{ flex: 1, minWidth: 0 }}>
        {labelOf(command)}
      </Box>
      {keysOf(command).map((keys) => (
        <Kbd key={keys}>{keysText(keys)}</Kbd>
      ))}
    </Box>
  );
}
