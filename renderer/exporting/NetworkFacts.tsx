/** Facts about the network to export. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { ScanSearch } from 'lucide-react';
import type { ModelInfo } from '../../core/contract/models';
import { formatCount, formatPercent } from '../../core/format/number';
import { t } from '../../core/messages';
import { splitWords } from '../../core/study/describe-selection';
import { nameOf, type RunRecord } from '../../core/study/run';
import type { CheckpointOption } from '../runs/allowedActions';
import { predictWith } from '../state/predicting';
import { Note, Panel, StatRow } from '../ui';

function PredictButton({ networks }: { networks: Parameters<typeof predictWith>[0] }) {
  return (
    <Button variant="outlined" startIcon={<ScanSearch size={15} />} onClick={() => predictWith(networks)}>
      {t('predict.view.try')}
    </Button>
  );
}

/** An imported model. */
export function ModelFacts({ model: { id, name, source, totalParams } }: { model: ModelInfo }) {
  return (
    <Panel title={name} action={<PredictButton networks={{ modelIds: [id] }} />}>
      <StatRow label={t('export.facts.importedFrom')} value={source} />
      <StatRow label={t('export.facts.parameters')} value={formatCount(totalParams)} />
      <StatRow label={t('export.facts.model')} value={id} mono />
    </Panel>
  );
}

/**
 * A run.
 * @param chosen the checkpoint
 */
export function RunFacts({ run, chosen }: { run: RunRecord; chosen: CheckpointOption | undefined }) {
  const weightsOf = chosen?.epoch ?? run.checkpointEpoch;
  const kept = run.epochs.find(({ epoch }) => epoch === weightsOf) ?? run.epochs.at(-1);
  return (
    <Panel title={nameOf(run)} action={<PredictButton networks={{ runIds: [run.id] }} />}>
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
        <Box sx={{ mt: 2 }}>
          <Note>
            {t('export.facts.accuracyOf', { split: splitWords(run.split) })}
            {chosen?.value === 'best' && ` ${t('export.facts.bestIsOptimistic')}`}
          </Note>
        </Box>
      )}
    </Panel>
  );
}
