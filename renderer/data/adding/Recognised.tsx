/** What was dropped turned out to be: its kind, counts and classes; its name can be changed, then it is imported. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import type { Inspection } from '../../../core/contract/datasets';
import { plural } from '../../../core/plural';
import { datasetName } from '../../../core/study/data';
import { StatRow } from '../../app/ui';
import { formatBytes, formatCount } from '../../charts/format';
import { token } from '../../theme/tokens';
import { ClassChips } from '../ClassChips';
import { closeAdding, importRecognised } from './state';

/** The contract's rule for names. */
const MAX_NAME = 100;

export function recognisedWords({ kind, catalogueId, classes }: Inspection): string {
  const many = plural(classes.length, 'class', 'classes');
  if (kind === 'catalogue') return `This is ${datasetName(catalogueId ?? '')}, of the catalogue.`;
  if (kind === 'splits')
    return `Folders for training, validation or test, with a folder for each of ${many}.`;
  if (kind === 'tfds') return `A data set of TensorFlow Datasets with ${many}, read from its TFRecord files.`;
  return `A folder of pictures for each of ${many}.`;
}

export function Recognised({ inspection }: { inspection: Inspection }) {
  const [name, setName] = useState(inspection.suggestedName);
  const catalogue = inspection.kind === 'catalogue';
  const trimmed = name.trim();
  const wrong = trimmed === '' || trimmed.length > MAX_NAME;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!wrong) void importRecognised(trimmed);
  };
  const { trainCount, valCount, valRole, testCount, bytes, leftOut, classes } = inspection;
  return (
    <form onSubmit={submit}>
      <DialogContent sx={{ pt: 0, pb: 2, maxHeight: 'calc(100vh - 220px)' }}>
        <Box role="status" sx={{ mb: 3 }}>
          {recognisedWords(inspection)}
        </Box>
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
        {trainCount > 0 && <StatRow label="training images" value={formatCount(trainCount)} />}
        {valCount > 0 && <StatRow label={`${valRole} images`} value={formatCount(valCount)} />}
        {testCount > 0 && <StatRow label="test images" value={formatCount(testCount)} />}
        {bytes > 0 && <StatRow label="size" value={formatBytes(bytes)} />}
        {leftOut > 0 && <StatRow label="other files, left out" value={formatCount(leftOut)} />}
        {classes.length > 0 && (
          <Box sx={{ mt: 3 }}>
            <ClassChips classes={classes} few={20} />
          </Box>
        )}
        <Box sx={{ mt: 3, color: token('muted'), fontSize: 12, lineHeight: '17px' }}>
          {catalogue
            ? 'Its files are checked against what is known of it.'
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
        <Button type="submit" variant="contained" color="primary" disabled={wrong}>
          {catalogue ? `Import ${datasetName(inspection.catalogueId ?? '')}` : 'Import'}
        </Button>
      </DialogActions>
    </form>
  );
}
