import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import { type FormEvent, useState } from 'react';
import { t } from '../../core/messages';
import { exportName } from '../../core/study/export-format';
import type { RunRecord } from '../../core/study/run';
import { PanelPair } from '../layout/SideAndMain';
import { type CheckpointOption, checkpointOptions } from '../runs/can';
import { Field, Note, Panel } from '../ui';
import { Toggle } from '../ui/Choice';
import { cancelExport, canFold, startExport, useExportChoices, useExports } from './exports';
import { FormatList } from './FormatList';
import { InputRangeToggle } from './InputRangeToggle';
import { inFolder, PlaceField } from './PlaceField';
import { ResultsPanel } from './ResultsPanel';
import { RunFacts } from './RunFacts';

export function ExportForm({ run }: { run: RunRecord }) {
  const { formats, inputRange, foldBatchNorm, check } = useExportChoices();
  const job = useExports((jobs) => jobs[run.id]);
  const [path, setPath] = useState('');
  const [replace, setReplace] = useState(false);
  const [which, setWhich] = useState<CheckpointOption['value']>('last');
  const options = checkpointOptions(run);
  const chosen = options.find(({ value }) => value === which) ?? options[0];
  const running = job?.running ?? false;

  const submit = () => {
    const typed = path.trim();
    void startExport(run.id, {
      checkpoint: chosen?.value,
      path: (format) =>
        typed === ''
          ? undefined
          : formats.length === 1
            ? typed
            : inFolder(typed, exportName(run.id, format, chosen?.value)),
      replace: typed !== '' && replace,
    });
  };

  return (
    <>
      <PanelPair>
        <Panel title={t('export.form.title')}>
          <form
            onSubmit={(event: FormEvent) => {
              event.preventDefault();
              submit();
            }}
          >
            <FormatList params={run.network.params} disabled={running} />
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
              <InputRangeToggle
                formats={formats}
                value={inputRange}
                onChange={(range) => useExportChoices.setState({ inputRange: range })}
              />
            </Box>
            <PlaceField
              runId={run.id}
              checkpoint={chosen?.value}
              formats={formats}
              value={path}
              onChange={setPath}
              replace={replace}
              onReplace={setReplace}
            />
            {canFold(formats) && (
              <Box sx={{ mb: 4 }}>
                <FormControlLabel
                  control={
                    <Switch
                      checked={foldBatchNorm}
                      onChange={(_event, on) => useExportChoices.setState({ foldBatchNorm: on })}
                    />
                  }
                  label={t('export.form.foldBatchNorm')}
                  sx={{ m: 0, gap: 2 }}
                />
                <Note sx={{ mt: '3px' }}>{t('export.form.foldBatchNormHelp')}</Note>
              </Box>
            )}
            <Box sx={{ mb: 4 }}>
              <FormControlLabel
                control={
                  <Switch
                    checked={check}
                    onChange={(_event, on) => useExportChoices.setState({ check: on })}
                  />
                }
                label={t('export.form.check')}
                sx={{ m: 0, gap: 2 }}
              />
              <Note sx={{ mt: '3px' }}>{t('export.form.checkHelp')}</Note>
            </Box>
            <Box sx={{ display: 'flex', alignItems: 'center', gap: 3 }}>
              <Button
                type="submit"
                variant="contained"
                color="primary"
                disabled={running || formats.length === 0}
              >
                {running ? t('export.form.exporting') : t('export.form.submit', { count: formats.length })}
              </Button>
              {running && (
                <Button variant="outlined" onClick={() => cancelExport(run.id)}>
                  {t('common.cancel')}
                </Button>
              )}
              {formats.length === 0 && <Note>{t('export.form.chooseOne')}</Note>}
            </Box>
            {job?.error && (
              <Alert severity="error" sx={{ mt: 3, whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
                {job.error}
              </Alert>
            )}
          </form>
        </Panel>
        <RunFacts run={run} chosen={chosen} />
      </PanelPair>
      {job && !job.error && <ResultsPanel job={job} />}
    </>
  );
}
