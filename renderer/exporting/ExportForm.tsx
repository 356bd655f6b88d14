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
import { t } from '../../core/messages';
import { type ExportFormat, exportFormatSchema, exportFormats } from '../../core/study/export-format';
import type { InputRange } from '../../core/study/inference';
import { nameOf, type RunRecord } from '../../core/study/run';
import { splitWords } from '../../core/study/selection-words';
import { useAppInfo } from '../client/appInfo';
import { client } from '../client/client';
import { messageOf, remedyOf } from '../client/errors';
import { PanelPair } from '../layout/SideAndMain';
import { refused } from '../runs/actions';
import { type CheckpointOption, checkpointOptions } from '../runs/can';
import { Field, Mono, Panel, StatRow } from '../ui';
import { Toggle } from '../ui/Choice';
import { Rich } from '../ui/Rich';
import { MONO } from '../ui/theme/theme';
import { token } from '../ui/theme/tokens';
import { InputRangeToggle } from './InputRangeToggle';
import { type Result, ResultPanel } from './ResultPanel';

/** The host's default: named after the run, in the folder of exports. */
function defaultPath(folder: string, runId: string, format: ExportFormat): string {
  const separator = folder.includes('\\') ? '\\' : '/';
  return `${folder}${separator}${runId}${exportFormats[format].ending}`;
}

function RunFacts({ run, chosen }: { run: RunRecord; chosen: CheckpointOption | undefined }) {
  const weightsOf = chosen?.epoch ?? run.checkpointEpoch;
  const kept = run.epochs.find(({ epoch }) => epoch === weightsOf) ?? run.epochs.at(-1);
  return (
    <Panel title={nameOf(run)}>
      {/* Tabular figures would space out the hyphens of a name. */}
      <StatRow
        label={t('export.facts.study')}
        value={<span style={{ fontVariantNumeric: 'normal' }}>{run.studyName}</span>}
      />
      <StatRow label={t('export.facts.parameters')} value={formatCount(run.network.params)} />
      <StatRow
        label={t('export.facts.weightsOf')}
        value={t('export.facts.epochOf', { epoch: weightsOf, epochs: run.settings.epochs })}
      />
      {kept && (
        <StatRow label={t('export.facts.validationAccuracy')} value={formatPercent(kept.valAccuracy)} />
      )}
      <StatRow label={t('export.facts.run')} value={run.id} mono />
      {run.split && (
        <Box sx={{ mt: 2, color: token('muted'), fontSize: 12, lineHeight: '17px' }}>
          {t('export.facts.accuracyOf', { split: splitWords(run.split) })}
          {chosen?.value === 'best' && ` ${t('export.facts.bestIsOptimistic')}`}
        </Box>
      )}
    </Panel>
  );
}

export function ExportForm({ run }: { run: RunRecord }) {
  const info = useAppInfo();
  const [format, setFormat] = useState<ExportFormat>('savedmodel');
  const [path, setPath] = useState('');
  const [which, setWhich] = useState<CheckpointOption['value']>('last');
  const options = checkpointOptions(run);
  const chosen = options.find(({ value }) => value === which) ?? options[0];
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
        ...(chosen && { checkpoint: chosen.value }),
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
        <Panel title={t('export.form.title')}>
          <form
            onSubmit={(event: FormEvent) => {
              event.preventDefault();
              void submit();
            }}
          >
            <RadioGroup
              aria-label={t('export.form.format')}
              value={format}
              onChange={(_event, value) => setFormat(value as ExportFormat)}
              sx={{ gap: 2, mb: 4 }}
            >
              {exportFormatSchema.options.map((id) => {
                const { name, about } = exportFormats[id];
                return (
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
                        <Box sx={{ color: token('muted'), fontSize: 12, lineHeight: '17px' }}>{t(about)}</Box>
                      </Box>
                    }
                    sx={{ alignItems: 'flex-start', m: 0 }}
                  />
                );
              })}
            </RadioGroup>
            {options.length > 1 && chosen && (
              <Box sx={{ mb: 4 }}>
                <Field label={t('train.checkpoint.label')}>
                  <Toggle
                    label={t('train.checkpoint.label')}
                    options={options}
                    value={chosen.value}
                    onChange={setWhich}
                  />
                </Field>
              </Box>
            )}
            <Box sx={{ mb: 4 }}>
              <InputRangeToggle format={format} value={inputRange} onChange={setInputRange} />
            </Box>
            <Box component="label" htmlFor="export-path" sx={{ display: 'block', mb: '5px' }}>
              {t(exportFormats[format].isFolder ? 'export.form.folder' : 'export.form.file')}
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
                <Rich
                  of="export.form.default"
                  values={{
                    place: defaultPath(info.exportFolder, run.id, format),
                    path: (children) => <Mono>{children}</Mono>,
                  }}
                />
              ) : (
                t('export.form.defaultFolder')
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
                label={t('export.form.replace')}
                sx={{ display: 'flex', mt: '-8px', mb: 3 }}
              />
            )}
            <Button type="submit" variant="contained" color="primary" disabled={busy}>
              {busy ? t('export.form.exporting') : t('export.form.submit')}
            </Button>
            {busy && <LinearProgress aria-label={t('export.form.exporting')} sx={{ mt: 3 }} />}
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
