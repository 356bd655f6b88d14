/** What was recognized in the dropped files: kind, counts, classes. The person names it here and imports it. */
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import type { Inspection, LabelChoice } from '../../../core/contract/datasets';
import { formatBytes } from '../../../core/format/bytes';
import { formatCount } from '../../../core/format/number';
import { t, textOf } from '../../../core/messages';
import { datasetName } from '../../../core/study/data';
import { useDatasetsStore } from '../../client/datasets';
import { Note, StatRow } from '../../ui';
import { Toggle } from '../../ui/Choice';
import { ClassChips } from '../ClassChips';
import { SplitRows } from '../SplitRows';
import { imageCount } from '../splits';
import { AlikeClasses } from './AlikeClasses';
import { LabelTable } from './LabelTable';
import { closeAdding, importRecognized, lookAgain } from './state';

/** The contract's rule for names. */
const MAX_NAME = 100;

function recognizedText({ kind, catalogueId, classes, labels, table }: Inspection): string {
  const count = classes.length;
  if (kind === 'catalogue') return t('data.add.recognized.catalog', { name: datasetName(catalogueId ?? '') });
  if (labels === 'table') return t('data.add.recognized.table', { file: table?.file ?? '', count });
  if (labels === 'names') return t('data.add.recognized.names', { count });
  if (kind === 'splits') return t('data.add.recognized.splits', { count });
  return t(kind === 'tfds' ? 'data.add.recognized.tfds' : 'data.add.recognized.folders', { count });
}

export function Recognized({
  inspection,
  choice,
  busy,
}: {
  inspection: Inspection;
  choice: LabelChoice;
  /** It is being inspected again. */
  busy: boolean;
}) {
  const [name, setName] = useState(inspection.suggestedName);
  const recognized = inspection.kind === 'catalogue';
  const known = datasetName(inspection.catalogueId ?? '');
  const found = imageCount(inspection);
  const sample = inspection.official !== undefined && found < inspection.official;
  const [own, setOwn] = useState(!recognized || sample);
  const catalogue = recognized && !own;
  const choose = (change: LabelChoice) => void lookAgain({ ...choice, ...change });
  const trimmed = name.trim();
  const wrong = trimmed === '' || trimmed.length > MAX_NAME;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!wrong) void importRecognized(trimmed, !catalogue);
  };
  const { valCount, bytes, leftOut, classes, table, alike, mustMerge, notes } = inspection;
  const here = useDatasetsStore(({ datasets }) => {
    const info = datasets.find(({ id, state }) => id === inspection.catalogueId && state === 'ready');
    return info ? imageCount(info) : 0;
  });
  return (
    <form onSubmit={submit}>
      <DialogContent sx={{ pt: 0, pb: 2, maxHeight: 'calc(100vh - 220px)' }}>
        <Box role="status" sx={{ mb: 3 }}>
          {recognizedText(inspection)}
        </Box>
        {inspection.official !== undefined && (
          <Box sx={{ mb: 3 }}>
            <Toggle
              label={t('data.add.importAs')}
              value={own ? 'own' : 'catalogue'}
              options={[
                { value: 'own', label: t('data.add.own') },
                { value: 'catalogue', label: t('data.add.catalog', { name: known }) },
              ]}
              onChange={(next) => setOwn(next === 'own')}
            />
            {catalogue && sample && (
              <Alert severity="warning" sx={{ mt: 2 }}>
                {t(here ? 'data.add.sampleReplaces' : 'data.add.sample', {
                  found,
                  whole: inspection.official,
                  name: known,
                  here,
                })}
              </Alert>
            )}
          </Box>
        )}
        {!catalogue && (
          <Box sx={{ mb: 3 }}>
            <Box component="label" htmlFor="own-name" sx={{ display: 'block', mb: '5px' }}>
              {t('data.add.name')}
            </Box>
            <TextField
              id="own-name"
              fullWidth
              autoFocus
              value={name}
              error={wrong}
              onChange={(event) => setName(event.target.value)}
              slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
            />
            {wrong && (
              <Note tone="bad" sx={{ mt: '3px' }}>
                {trimmed === ''
                  ? t('data.add.nameEmpty')
                  : t('data.add.nameTooLong', { most: MAX_NAME, length: trimmed.length })}
              </Note>
            )}
          </Box>
        )}
        {table && (
          <LabelTable
            table={table}
            busy={busy}
            onColumn={(labelColumn) =>
              choose({
                labels: { file: table.file, imageColumn: String(table.imageColumn + 1), labelColumn },
              })
            }
          />
        )}
        {!catalogue && (
          <AlikeClasses
            alike={alike}
            mustMerge={mustMerge}
            merge={choice.mergeClasses ?? false}
            busy={busy}
            onMerge={(mergeClasses) => choose({ mergeClasses })}
          />
        )}
        {notes.length > 0 && (
          <Alert severity="info" sx={{ mb: 3, overflowWrap: 'anywhere' }}>
            {notes.map((note) => (
              <div key={textOf(note)}>{textOf(note)}</div>
            ))}
          </Alert>
        )}
        <SplitRows info={inspection} />
        {bytes > 0 && <StatRow label={t('data.add.size')} value={formatBytes(bytes)} />}
        {leftOut > 0 && <StatRow label={t('data.add.skipped')} value={formatCount(leftOut)} />}
        {classes.length > 0 && (
          <Box sx={{ mt: 3 }}>
            <ClassChips classes={classes} few={20} />
          </Box>
        )}
        <Note sx={{ mt: 3 }}>
          {t(catalogue ? 'data.add.footer.catalog' : 'data.add.footer.own')}
          {!catalogue && valCount === 0 && ` ${t('data.add.footer.heldOut')}`}
        </Note>
      </DialogContent>
      <DialogActions sx={{ px: 6, pb: 4, gap: 1 }}>
        <Button variant="outlined" onClick={closeAdding}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" variant="contained" color="primary" disabled={wrong || busy}>
          {catalogue ? t('data.add.importNamed', { name: known }) : t('data.add.import')}
        </Button>
      </DialogActions>
    </form>
  );
}
