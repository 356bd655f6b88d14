import Box from '@mui/material/Box';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import ListItemButton from '@mui/material/ListItemButton';
import { useState } from 'react';
import type { License } from '../../../core/contract/licenses';
import { t } from '../../../core/messages';
import { Mono, Note } from '../../ui';
import { AppDialog } from '../../ui/AppDialog';
import { token } from '../../ui/theme/tokens';
import { useLicenses } from './licenses';

export function LicensesDialog() {
  const { open, entries, error } = useLicenses();
  return (
    <AppDialog
      open={open}
      title={t('shell.licenses.title')}
      onClose={() => useLicenses.setState({ open: false })}
      contentSx={{ height: '70vh', display: 'flex', flexDirection: 'column' }}
    >
      <Box sx={{ color: token('muted'), mb: 3 }}>{t('shell.licenses.about')}</Box>
      {error && <Note tone="bad">{error}</Note>}
      {entries && <Entries entries={entries} />}
    </AppDialog>
  );
}

const keyOf = ({ name, version }: License): string => `${name} ${version}`;

function Entries({ entries }: { entries: readonly License[] }) {
  const [key, setKey] = useState<string>();
  const selected = entries.find((entry) => keyOf(entry) === key) ?? entries[0];
  return (
    <Box sx={{ display: 'flex', gap: 4, flex: 1, minHeight: 0 }}>
      <List
        dense
        disablePadding
        aria-label={t('shell.licenses.packages')}
        sx={{ width: 300, flexShrink: 0, overflowY: 'auto' }}
      >
        {entries.map((entry) => (
          <ListItem key={keyOf(entry)} disablePadding>
            <ListItemButton
              selected={entry === selected}
              aria-current={entry === selected}
              onClick={() => setKey(keyOf(entry))}
              sx={{ borderRadius: '6px', display: 'block', py: '5px' }}
            >
              <Box sx={{ overflowWrap: 'anywhere' }}>
                {entry.name}{' '}
                <Box component="span" sx={{ color: token('muted') }}>
                  {entry.version}
                </Box>
              </Box>
              <Box sx={{ color: token('muted'), fontSize: 12 }}>{entry.license}</Box>
            </ListItemButton>
          </ListItem>
        ))}
      </List>
      {selected && (
        <Box
          key={keyOf(selected)}
          component="section"
          aria-label={t('shell.licenses.of', { name: selected.name })}
          // It scrolls, so it must be reachable by keyboard.
          tabIndex={0}
          sx={{ flex: 1, minWidth: 0, overflowY: 'auto', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
        >
          {selected.source && <Box sx={{ color: token('muted'), mb: 2 }}>{selected.source}</Box>}
          <Mono sx={{ fontSize: 11 }}>{selected.text}</Mono>
        </Box>
      )}
    </Box>
  );
}
