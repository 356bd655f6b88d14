/** What was dropped turned out to be: its kind, counts and classes; its name can be changed, then it is imported. */

import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { type FormEvent, useState } from 'react';
import type { Inspection, LabelChoice } from '../../../core/contract/datasets';
import { formatBytes } from '../../../core/format/bytes';
import { formatCount } from '../../../core/format/number';
import { t, textOf } from '../../../core/messages';
import { datasetName } from '../../../core/study/data';
import { useDatasetsStore } from '../../client/datasets';
import { StatRow } from '../../ui';
import { token } from '../../ui/theme/tokens';
import { ClassChips } from '../ClassChips';
import { AlikeClasses } from './AlikeClasses';
import { LabelTable } from './LabelTable';
import { closeAdding, importRecognized, lookAgain } from './state';

/** The contract's rule for names. */
const MAX_NAME = 100;

export function recognizedText({ kind, catalogueId, classes, labels, table }: Inspection): string {
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
  /** It is looked at again. */
  busy: boolean;
}) {
  const [name, setName] = useState(inspection.suggestedName);
  const recognized = inspection.kind === 'catalogue';
  const known = datasetName(inspection.catalogueId ?? '');
  const found = inspection.trainCount + inspection.valCount + inspection.testCount;
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
  const { trainCount, valCount, valRole, testCount, bytes, leftOut, classes } = inspection;
  const { table, alike, mustMerge, notes } = inspection;
  const here = useDatasetsStore(({ datasets }) => {
    const info = datasets.find(({ id, state }) => id === inspection.catalogueId && state === 'ready');
    return info ? info.trainCount + info.valCount + info.testCount : 0;
  });
  return (
    <form onSubmit={submit}>
      <DialogContent sx={{ pt: 0, pb: 2, maxHeight: 'calc(100vh - 220px)' }}>
        <Box role="status" sx={{ mb: 3 }}>
          {recognizedText(inspection)}
        </Box>
        {inspection.official !== undefined && (
          <Box sx={{ mb: 3 }}>
            <ToggleButtonGroup
              exclusive
              fullWidth
              value={own ? 'own' : 'catalogue'}
              aria-label={t('data.add.importAs')}
              onChange={(_event, next: 'own' | 'catalogue' | null) => next && setOwn(next === 'own')}
            >
              <ToggleButton value="own">{t('data.add.own')}</ToggleButton>
              <ToggleButton value="catalogue">{t('data.add.catalog', { name: known })}</ToggleButton>
            </ToggleButtonGroup>
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
              <Box role="alert" sx={{ color: token('bad'), fontSize: 12, mt: '3px' }}>
                {trimmed === ''
                  ? t('data.add.nameEmpty')
                  : t('data.add.nameTooLong', { most: MAX_NAME, length: trimmed.length })}
              </Box>
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
            {notes
              .map((said) => textOf(said))
              .map((note) => (
                <div key={note}>{note}</div>
              ))}
          </Alert>
        )}
        {trainCount > 0 && (
          <StatRow label={t('data.about.splitImages', { split: 'train' })} value={formatCount(trainCount)} />
        )}
        {valCount > 0 && (
          <StatRow label={t('data.about.splitImages', { split: valRole })} value={formatCount(valCount)} />
        )}
        {testCount > 0 && (
          <StatRow label={t('data.about.splitImages', { split: 'test' })} value={formatCount(testCount)} />
        )}
        {bytes > 0 && <StatRow label={t('data.add.size')} value={formatBytes(bytes)} />}
        {leftOut > 0 && <StatRow label={t('data.add.skipped')} value={formatCount(leftOut)} />}
        {classes.length > 0 && (
          <Box sx={{ mt: 3 }}>
            <ClassChips classes={classes} few={20} />
          </Box>
        )}
        <Box sx={{ mt: 3, color: token('muted'), fontSize: 12, lineHeight: '17px' }}>
          {t(catalogue ? 'data.add.footer.catalog' : 'data.add.footer.own')}
          {!catalogue && valCount === 0 && ` ${t('data.add.footer.heldOut')}`}
        </Box>
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
