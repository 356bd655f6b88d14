import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { type FormEvent, useState } from 'react';
import type { ModelInfo } from '../../core/contract/models';
import type { AskedPredictor } from '../../core/contract/predict';
import { t } from '../../core/messages';
import { exportName, formatsFor } from '../../core/study/export-format';
import type { RunRecord } from '../../core/study/run';
import { useOffers } from '../commands/offers';
import { PanelPair } from '../layout/SideAndMain';
import { checkpointOptions } from '../runs/allowedActions';
import { Field, Note, Panel } from '../ui';
import { Toggle } from '../ui/Choice';
import { cancelExport, canFold, idOf, startExport, useExportChoices, useExports } from './exports';
import { FormatList } from './FormatList';
import { InputRangeToggle } from './InputRangeToggle';
import { ModelFacts, RunFacts } from './NetworkFacts';
import { inFolder, PlaceField } from './PlaceField';
import { ResultsPanel } from './ResultsPanel';
import { SwitchRow } from './SwitchRow';

export type Exportable = { run: RunRecord } | { model: ModelInfo };

export function ExportForm({ network }: { network: Exportable }) {
  const { inputRange, foldBatchNorm, check, checkpoint, ...choices } = useExportChoices();
  const [path, setPath] = useState('');
  const [replace, setReplace] = useState(false);
  const imported = 'model' in network;
  const options = imported ? [] : checkpointOptions(network.run);
  const chosen = options.find(({ value }) => value === checkpoint) ?? options[0];
  const of: AskedPredictor = imported
    ? { modelId: network.model.id }
    : { runId: network.run.id, checkpoint: chosen?.value };
  const id = idOf(of);
  const job = useExports((jobs) => jobs[id]);
  const running = job?.running ?? false;
  const formats = formatsFor(imported).filter((format) => choices.formats.includes(format));

  const submit = () => {
    const typed = path.trim();
    void startExport(of, {
      formats,
      path: (format) =>
        typed === '' ? undefined : formats.length === 1 ? typed : inFolder(typed, exportName(of, format)),
      replace: typed !== '' && replace,
    });
  };

  useOffers({
    'export.start': running
      ? undefined
      : formats.length > 0
        ? { perform: submit }
        : t('export.form.chooseOne'),
    'export.cancel': running ? { perform: () => cancelExport(id) } : undefined,
  });

  return (
    <>
      <Box
        component="form"
        sx={{ flexShrink: 0 }}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          submit();
        }}
      >
        <PanelPair>
          <Panel title={t('export.form.title')}>
            <FormatList
              params={imported ? network.model.totalParams : network.run.network.params}
              imported={imported}
              disabled={running}
            />
          </Panel>
          {/* Stays in sight beside a long list. */}
          <Box
            sx={{
              display: 'grid',
              gap: '14px',
              alignSelf: 'start',
              minWidth: 0,
              position: 'sticky',
              top: 0,
            }}
          >
            <Panel title={t('export.form.settings')}>
              {options.length > 1 && chosen && (
                <Box sx={{ mb: 4 }}>
                  <Field label={t('train.checkpoint.label')}>
                    <Toggle
                      label={t('train.checkpoint.label')}
                      options={options}
                      value={chosen.value}
                      onChange={(value) => useExportChoices.setState({ checkpoint: value })}
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
                of={of}
                formats={formats}
                value={path}
                onChange={setPath}
                replace={replace}
                onReplace={setReplace}
              />
              {canFold(formats) && (
                <SwitchRow
                  label={t('export.form.foldBatchNorm')}
                  help={t('export.form.foldBatchNormHelp')}
                  checked={foldBatchNorm}
                  onChange={(on) => useExportChoices.setState({ foldBatchNorm: on })}
                />
              )}
              <SwitchRow
                label={t('export.form.check')}
                help={t('export.form.checkHelp')}
                checked={check}
                onChange={(on) => useExportChoices.setState({ check: on })}
              />
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
                  <Button variant="outlined" onClick={() => cancelExport(id)}>
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
            </Panel>
            {imported ? <ModelFacts model={network.model} /> : <RunFacts run={network.run} chosen={chosen} />}
          </Box>
        </PanelPair>
      </Box>
      {job && !job.error && <ResultsPanel job={job} />}
    </>
  );
}
