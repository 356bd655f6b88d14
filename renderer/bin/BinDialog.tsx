/** What was deleted: restore it, or delete it for good. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId, useState } from 'react';
import { BIN_DAYS, type BinEntry, daysLeft } from '../../core/contract/bin';
import { formatBytes } from '../../core/format/bytes';
import { formatMoment } from '../../core/format/moment';
import { plural } from '../../core/format/plural';
import { t } from '../../core/messages';
import { EmptyState, type ListColumn, ListTable } from '../ui';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { token } from '../ui/theme/tokens';
import { deleteForGood, emptyBin, restore, useBin } from './bin';

const KIND_WORDS = { run: 'Run', document: 'Graph' } as const;

export function BinDialog() {
  const { open, entries, error } = useBin();
  const title = useId();
  const [asked, setAsked] = useState<BinEntry | 'all'>();
  const close = () => useBin.setState({ open: false });
  const bytes = entries?.reduce((sum, entry) => sum + entry.bytes, 0) ?? 0;
  return (
    <Dialog open={open} onClose={close} aria-labelledby={title} maxWidth="md" fullWidth>
      <DialogTitle id={title} sx={{ fontSize: 15, fontWeight: 600, pb: 1 }}>
        Bin
      </DialogTitle>
      <DialogContent sx={{ pb: 2, minHeight: 220 }}>
        <Box sx={{ color: token('muted'), mb: 3 }}>
          Deleted runs and graphs stay here for {BIN_DAYS} days, then they are deleted for good.
        </Box>
        {error && <Box sx={{ color: token('bad') }}>{error}</Box>}
        {entries?.length === 0 && <EmptyState title="The bin is empty" />}
        {entries && entries.length > 0 && <Entries entries={entries} onDelete={setAsked} />}
      </DialogContent>
      <DialogActions sx={{ px: 6, pb: 4, gap: 1 }}>
        {entries && entries.length > 0 && (
          <Button variant="outlined" color="error" onClick={() => setAsked('all')} sx={{ mr: 'auto' }}>
            Empty the bin ({formatBytes(bytes)})
          </Button>
        )}
        <Button variant="outlined" onClick={close}>
          {t('common.close')}
        </Button>
      </DialogActions>
      <ConfirmDialog
        open={asked !== undefined}
        title={asked === 'all' ? 'Empty the bin?' : `Delete ${asked?.label} for good?`}
        confirm={asked === 'all' ? 'Empty the bin' : 'Delete for good'}
        onConfirm={() => asked && void (asked === 'all' ? emptyBin() : deleteForGood(asked))}
        onClose={() => setAsked(undefined)}
      >
        {asked === 'all'
          ? `${plural(entries?.length ?? 0, 'item')} (${formatBytes(bytes)}) will be deleted. This cannot be undone.`
          : 'It cannot be restored after that. What was exported from it stays.'}
      </ConfirmDialog>
    </Dialog>
  );
}

const COLUMNS: readonly ListColumn[] = [
  { label: 'Name' },
  { label: 'Kind' },
  { label: 'Deleted' },
  { label: 'Days left', number: true },
  { label: 'Size', number: true },
];

function Entries({ entries, onDelete }: { entries: readonly BinEntry[]; onDelete(entry: BinEntry): void }) {
  const now = new Date();
  return (
    <ListTable columns={COLUMNS}>
      {entries.map((entry) => (
        <tr key={entry.id}>
          <td>{entry.label}</td>
          <td>{KIND_WORDS[entry.kind]}</td>
          <td>{formatMoment(entry.deletedAt)}</td>
          <td className="number">{daysLeft(entry, now)}</td>
          <td className="number">{formatBytes(entry.bytes)}</td>
          <td>
            <Box sx={{ display: 'flex', gap: 1 }}>
              <Button
                variant="outlined"
                aria-label={`Restore ${entry.label}`}
                onClick={() => void restore(entry)}
              >
                Restore
              </Button>
              <Button
                variant="text"
                color="error"
                aria-label={`Delete ${entry.label} for good`}
                onClick={() => onDelete(entry)}
              >
                Delete for good
              </Button>
            </Box>
          </td>
        </tr>
      ))}
    </ListTable>
  );
}
