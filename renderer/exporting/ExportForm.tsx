/** One run, a format, a place: and what came of it. */
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import LinearProgress from '@mui/material/LinearProgress';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import { formatCount, formatPercent } from '../../core/format/number';
import type { ExportFormat } from '../../core/study/export-format';
import type { InputRange } from '../../core/study/inference';
import type { RunRecord } from '../../core/study/run';
import { useAppInfo } from '../client/appInfo';
import { client } from '../client/client';
import { messageOf, remedyOf } from '../client/errors';
import { PanelPair } from '../layout/SideAndMain';
import { refused } from '../runs/actions';
import { CheckpointToggle } from '../runs/CheckpointToggle';
import { type CheckpointOption, checkpointOptions } from '../runs/can';
import { Field, Mono, Panel, StatRow } from '../ui';
import { MONO } from '../ui/theme/theme';
import { token } from '../ui/theme/tokens';
import { InputRangeToggle } from './InputRangeToggle';
import { type Result, ResultPanel } from './ResultPanel';

const FORMATS: readonly { id: ExportFormat; name: string; words: string }[] = [
  {
    id: 'savedmodel',
    name: 'TensorFlow SavedModel',
    words: 'A folder with the graph and its weights; tf.saved_model.load and TensorFlow Serving read it.',
  },
  {
    id: 'keras',
    name: 'Keras 3 (.keras)',
    words:
      'One file with layers, weights and names; keras.saving.load_model reads it, to train on or to inspect.',
  },
];

/** Where the host writes without a path of the person's: named after the run, in the folder of exports. */
function defaultPath(folder: string, runId: string, format: ExportFormat): string {
  const separator = folder.includes('\\') ? '\\' : '/';
  return `${folder}${separator}${runId}.${format}`;
}

function RunFacts({ run, chosen }: { run: RunRecord; chosen: CheckpointOption | undefined }) {
  const weightsOf = chosen?.epoch ?? run.checkpointEpoch;
  const kept = run.epochs.find(({ epoch }) => epoch === weightsOf) ?? run.epochs.at(-1);
  return (
    <Panel title={`${run.arm}, seed ${run.settings.seed}`}>
      {/* Tabular figures would space out the hyphens of a name. */}
      <StatRow label="study" value={<span style={{ fontVariantNumeric: 'normal' }}>{run.studyName}</span>} />
      <StatRow label="parameters" value={formatCount(run.network.params)} />
      <StatRow label="weights of" value={`epoch ${weightsOf} of ${run.settings.epochs}`} />
      {kept && <StatRow label="validation accuracy" value={formatPercent(kept.valAccuracy)} />}
      <StatRow label="run" value={run.id} mono />
      {run.split && (
        <Box sx={{ mt: 2, color: token('muted'), fontSize: 12, lineHeight: '17px' }}>
          The accuracy is that of a network {run.split.description}.
          {chosen?.which === 'best' &&
            ' The best epoch was picked on these validation images, so its accuracy is a little optimistic.'}
        </Box>
      )}
    </Panel>
  );
}

export function ExportForm({ run }: { run: RunRecord }) {
  const info = useAppInfo();
  const [format, setFormat] = useState<ExportFormat>('savedmodel');
  const [path, setPath] = useState('');
  const [which, setWhich] = useState<CheckpointOption['which']>('last');
  const options = checkpointOptions(run);
  const chosen = options.find((option) => option.which === which) ?? options[0];
  const [inputRange, setInputRange] = useState<InputRange>('0-255');
  const [replace, setReplace] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [result, setResult] = useState<Result>();

  const submit = async () => {
    setBusy(true);
    setError(undefined);
    setResult(undefined);
    try {
      const typed = path.trim();
      const made = await client.exporting.create({
        runId: run.id,
        format,
        ...(chosen && { checkpoint: chosen.which }),
        inputRange,
        ...(typed ? { path: typed, replace } : {}),
      });
      setResult({ format, ...made });
    } catch (failure) {
      if (remedyOf(failure)) refused(failure, () => void submit());
      else setError(messageOf(failure));
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <PanelPair>
        <Panel title="Export">
          <form
            onSubmit={(event: FormEvent) => {
              event.preventDefault();
              void submit();
            }}
          >
            <RadioGroup
              aria-label="Format"
              value={format}
              onChange={(_event, value) => setFormat(value as ExportFormat)}
              sx={{ gap: 2, mb: 4 }}
            >
              {FORMATS.map(({ id, name, words }) => (
                <FormControlLabel
                  key={id}
                  value={id}
                  control={
                    <Radio
                      size="small"
                      sx={{ p: '4px', mt: '-3px' }}
                      slotProps={{ input: { 'aria-label': name } }}
                    />
                  }
                  label={
                    <Box sx={{ ml: 1 }}>
                      <Box sx={{ fontWeight: 550 }}>{name}</Box>
                      <Box sx={{ color: token('muted'), fontSize: 12, lineHeight: '17px' }}>{words}</Box>
                    </Box>
                  }
                  sx={{ alignItems: 'flex-start', m: 0 }}
                />
              ))}
            </RadioGroup>
            {options.length > 1 && chosen && (
              <Box sx={{ mb: 4 }}>
                <Field label="checkpoint">
                  <CheckpointToggle options={options} value={chosen.which} onChange={setWhich} />
                </Field>
              </Box>
            )}
            <Box sx={{ mb: 4 }}>
              <InputRangeToggle format={format} value={inputRange} onChange={setInputRange} />
            </Box>
            <Box component="label" htmlFor="export-path" sx={{ display: 'block', mb: '5px' }}>
              {format === 'keras' ? 'File' : 'Folder'} to write
            </Box>
            <TextField
              id="export-path"
              fullWidth
              value={path}
              onChange={(event) => setPath(event.target.value)}
              placeholder={info ? defaultPath(info.exportFolder, run.id, format) : ''}
              slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
              sx={{ '& input': { fontFamily: MONO, fontSize: 12 } }}
            />
            <Box sx={{ mt: '5px', mb: 4, color: token('muted'), fontSize: 12, overflowWrap: 'anywhere' }}>
              {info ? (
                <>
                  Leave it empty to write <Mono>{defaultPath(info.exportFolder, run.id, format)}</Mono>
                </>
              ) : (
                'Leave it empty to write into the folder of exports.'
              )}
            </Box>
            {path.trim() !== '' && (
              <FormControlLabel
                control={
                  <Checkbox
                    size="small"
                    checked={replace}
                    onChange={(event) => setReplace(event.target.checked)}
                  />
                }
                label="Replace an earlier export there"
                sx={{ display: 'flex', mt: '-8px', mb: 3 }}
              />
            )}
            <Button type="submit" variant="contained" color="primary" disabled={busy}>
              {busy ? 'Exporting' : 'Export model'}
            </Button>
            {busy && <LinearProgress aria-label="Exporting" sx={{ mt: 3 }} />}
            {error && (
              <Alert severity="error" sx={{ mt: 3, whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
                {error}
              </Alert>
            )}
          </form>
        </Panel>
        <RunFacts run={run} chosen={chosen} />
      </PanelPair>
      {result && <ResultPanel result={result} />}
    </>
  );
}
