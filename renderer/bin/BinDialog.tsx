import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { BIN_DAYS, type BinEntry, daysLeft } from '../../core/contract/bin';
import { formatBytes } from '../../core/format/bytes';
import { formatMoment } from '../../core/format/moment';
import { t } from '../../core/messages';
import { EmptyState, type ListColumn, ListTable, Note } from '../ui';
import { AppDialog } from '../ui/AppDialog';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { token } from '../ui/theme/tokens';
import { deleteForGood, emptyBin, restore, useBin } from './bin';

const KINDS = {
  run: 'shell.bin.run',
  document: 'shell.bin.graph',
  model: 'shell.bin.model',
  study: 'shell.bin.study',
} as const;

export function BinDialog() {
  const { open, entries, error } = useBin();
  const [asked, setAsked] = useState<BinEntry | 'all'>();
  const bytes = entries?.reduce((sum, entry) => sum + entry.bytes, 0) ?? 0;
  return (
    <AppDialog
      open={open}
      title={t('shell.bin.title')}
      onClose={() => useBin.setState({ open: false })}
      contentSx={{ minHeight: 220 }}
      aside={
        entries &&
        entries.length > 0 && (
          <Button variant="outlined" color="error" onClick={() => setAsked('all')}>
            {t('shell.bin.emptySize', { size: formatBytes(bytes) })}
          </Button>
        )
      }
    >
      <Box sx={{ color: token('muted'), mb: 3 }}>{t('shell.bin.about', { days: BIN_DAYS })}</Box>
      {error && <Note tone="bad">{error}</Note>}
      {entries?.length === 0 && <EmptyState title={t('shell.bin.isEmpty')} />}
      {entries && entries.length > 0 && <Entries entries={entries} onDelete={setAsked} />}
      <ConfirmDialog
        open={asked !== undefined}
        title={
          asked === 'all' ? t('shell.bin.emptyAsk') : t('shell.bin.deleteAsk', { name: asked?.label ?? '' })
        }
        confirm={t(asked === 'all' ? 'shell.bin.empty' : 'shell.bin.deleteForGood')}
        onConfirm={() => asked && void (asked === 'all' ? emptyBin() : deleteForGood(asked))}
        onClose={() => setAsked(undefined)}
      >
        {asked === 'all'
          ? t('shell.bin.emptyHelp', { count: entries?.length ?? 0, size: formatBytes(bytes) })
          : t('shell.bin.deleteHelp')}
      </ConfirmDialog>
    </AppDialog>
  );
}

const COLUMNS: readonly ListColumn[] = [
  { label: 'shell.bin.name' },
  { label: 'shell.bin.kind' },
  { label: 'shell.bin.deletedAt' },
  { label: 'shell.bin.daysLeft', number: true },
  { label: 'shell.bin.size', number: true },
];

function Entries({ entries, onDelete }: { entries: readonly BinEntry[]; onDelete(entry: BinEntry): void }) {
  const now = new Date();
  return (
    <ListTable columns={COLUMNS}>
      {entries.map((entry) => (
        <tr key={entry.id}>
          <td>{entry.label}</td>
          <td>{t(KINDS[entry.kind])}</td>
          <td>{formatMoment(entry.deletedAt)}</td>
          <td className="number">{daysLeft(entry, now)}</td>
          <td className="number">{formatBytes(entry.bytes)}</td>
          <td>
            <Box sx={{ display: 'flex', gap: 1 }}>
              <Button
                variant="outlined"
                aria-label={t('shell.bin.restoreOne', { name: entry.label })}
                onClick={() => void restore(entry)}
              >
                {t('shell.bin.restore')}
              </Button>
              <Button
                variant="text"
                color="error"
                aria-label={t('shell.bin.deleteOne', { name: entry.label })}
                onClick={() => onDelete(entry)}
              >
                {t('shell.bin.deleteForGood')}
              </Button>
            </Box>
          </td>
        </tr>
      ))}
    </ListTable>
  );
}
