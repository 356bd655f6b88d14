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
import { plural } from '../../../core/format/plural';
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

export function recognizedWords({ kind, catalogueId, classes, labels, table }: Inspection): string {
  const many = plural(classes.length, 'class', 'classes');
  if (kind === 'catalogue') return `This looks like ${datasetName(catalogueId ?? '')} from the catalogue.`;
  if (labels === 'table') return `Pictures with a table of labels, ${table?.file ?? ''}: ${many}.`;
  if (labels === 'names') return `The class of each picture is the beginning of its file name: ${many}.`;
  if (kind === 'splits')
    return `Folders for training, validation or test, with a folder for each of ${many}.`;
  if (kind === 'tfds') return `A data set of TensorFlow Datasets with ${many}, read from its TFRecord files.`;
  return `A folder of pictures for each of ${many}.`;
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
          {recognizedWords(inspection)}
        </Box>
        {inspection.official !== undefined && (
          <Box sx={{ mb: 3 }}>
            <ToggleButtonGroup
              exclusive
              fullWidth
              value={own ? 'own' : 'catalogue'}
              aria-label="import as"
              onChange={(_event, next: 'own' | 'catalogue' | null) => next && setOwn(next === 'own')}
            >
              <ToggleButton value="own">Your own data set</ToggleButton>
              <ToggleButton value="catalogue">{known}, in the catalogue</ToggleButton>
            </ToggleButtonGroup>
            {catalogue && sample && (
              <Alert severity="warning" sx={{ mt: 2 }}>
                {`Only ${formatCount(found)} of the ${formatCount(inspection.official)} images of ${known}. The catalogue will show it as a sample`}
                {here
                  ? `, and it replaces the ${formatCount(here)} images that are here now.`
                  : '. The whole set can replace it later.'}
              </Alert>
            )}
          </Box>
        )}
        {!catalogue && (
          <Box sx={{ mb: 3 }}>
            <Box component="label" htmlFor="own-name" sx={{ display: 'block', mb: '5px' }}>
              Name
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
                A name has 1 to {MAX_NAME} characters. Received: {trimmed === '' ? 'nothing' : trimmed.length}
                .
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
            {notes.map((note) => (
              <div key={note}>{note}</div>
            ))}
          </Alert>
        )}
        {trainCount > 0 && <StatRow label="training images" value={formatCount(trainCount)} />}
        {valCount > 0 && <StatRow label={`${valRole} images`} value={formatCount(valCount)} />}
        {testCount > 0 && <StatRow label="test images" value={formatCount(testCount)} />}
        {bytes > 0 && <StatRow label="size" value={formatBytes(bytes)} />}
        {leftOut > 0 && <StatRow label="files left out" value={formatCount(leftOut)} />}
        {classes.length > 0 && (
          <Box sx={{ mt: 3 }}>
            <ClassChips classes={classes} few={20} />
          </Box>
        )}
        <Box sx={{ mt: 3, color: token('muted'), fontSize: 12, lineHeight: '17px' }}>
          {catalogue
            ? 'Its files are checked against what is known about it.'
            : 'Each picture is decoded once: what does not decode is left out and listed with the reason.' +
              (valCount === 0
                ? ' A fifth of the training images of every class is held out for validation.'
                : '')}
        </Box>
      </DialogContent>
      <DialogActions sx={{ px: 6, pb: 4, gap: 1 }}>
        <Button variant="outlined" onClick={closeAdding}>
          Cancel
        </Button>
        <Button type="submit" variant="contained" color="primary" disabled={wrong || busy}>
          {catalogue ? `Import ${known}` : 'Import'}
        </Button>
      </DialogActions>
    </form>
  );
}
