import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Download } from 'lucide-react';
import { useEffect } from 'react';
import type { ModelInfo } from '../../core/contract/models';
import { formatCompact, formatPercent } from '../../core/format/number';
import { t } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { refreshModels, useModels } from '../client/models';
import { useFreshRuns, useRunColor } from '../client/runs';
import { SideAndMain } from '../layout/SideAndMain';
import { hasWeights } from '../runs/allowedActions';
import { useFiltered } from '../runs/filter';
import { NoRuns } from '../runs/NoRuns';
import { RunFilter } from '../runs/RunFilter';
import { groupByStudy, type StudyGroup } from '../runs/selection';
import { stateName } from '../runs/stateName';
import { useNavigation } from '../state/navigation';
import { useStatus } from '../state/status';
import { ellipsis, SectionHead } from '../ui';
import { ChoiceRow } from '../ui/ChoiceRow';
import { token } from '../ui/theme/tokens';
import { type Exportable, ExportForm } from './ExportForm';
import { type ExportChoices, useExportChoices } from './exports';

function RunRow({ run, chosen, onChoose }: { run: RunRecord; chosen: boolean; onChoose(): void }) {
  const color = useRunColor()(run);
  const kept = run.epochs.find(({ epoch }) => epoch === run.checkpointEpoch) ?? run.epochs.at(-1);
  return (
    <ChoiceRow chosen={chosen} dot={{ color, filled: true }} onChoose={onChoose}>
      <Box sx={{ fontWeight: 550, lineHeight: '17px', overflow: 'hidden', textOverflow: 'ellipsis' }}>
        {run.arm}
      </Box>
      <Box sx={{ display: 'flex', color: token('muted'), fontSize: 12, lineHeight: '16px' }}>
        <Box component="span" sx={{ flex: 1 }}>
          {t('train.card.seed', { seed: run.settings.seed })} ·{' '}
          {run.state === 'finished'
            ? stateName(run)
            : t('export.list.untilEpoch', { epoch: run.checkpointEpoch })}
        </Box>
        {kept && formatPercent(kept.valAccuracy)}
      </Box>
    </ChoiceRow>
  );
}

function ModelRow({ model, chosen, onChoose }: { model: ModelInfo; chosen: boolean; onChoose(): void }) {
  const { name, source, totalParams } = model;
  return (
    <ChoiceRow chosen={chosen} dot={{ color: token('muted'), filled: true }} onChoose={onChoose}>
      <Box sx={{ fontWeight: 550, lineHeight: '17px', ...ellipsis }}>{name}</Box>
      <Box sx={{ display: 'flex', color: token('muted'), fontSize: 12, lineHeight: '16px' }}>
        <Box component="span" sx={{ flex: 1, minWidth: 0, ...ellipsis }}>
          {source}
        </Box>
        {formatCompact(totalParams)}
      </Box>
    </ChoiceRow>
  );
}

/** Undefined if it does not exist, or no longer does. */
function networkOf(
  chosen: ExportChoices['chosen'],
  runs: readonly RunRecord[],
  models: readonly ModelInfo[],
): Exportable | undefined {
  if (!chosen) return undefined;
  if ('runId' in chosen) {
    const run = runs.find(({ id }) => id === chosen.runId);
    return run && { run };
  }
  const model = models.find(({ id }) => id === chosen.modelId);
  return model && { model };
}

function firstOf(groups: readonly StudyGroup[], [model]: readonly ModelInfo[]): Exportable | undefined {
  const run = groups[0]?.runs[0];
  return run ? { run } : model && { model };
}

export function ExportView() {
  const { runs } = useFreshRuns();
  const go = useNavigation((navigation) => navigation.go);
  const setLeft = useStatus((status) => status.setLeft);
  const chosen = useExportChoices((choices) => choices.chosen);
  const models = useModels().filter((model) => model.hasWeights);
  // No events come for what the command line does.
  useEffect(() => void refreshModels(), []);
  const ready = runs.filter(hasWeights);
  const groups = groupByStudy(ready);
  const shown = useFiltered(groups);
  const network = networkOf(chosen, ready, models) ?? firstOf(groups, models);
  const count = ready.length + models.length;
  const words = count > 0 ? t('export.list.count', { count }) : null;
  useEffect(() => {
    setLeft(words);
    return () => setLeft(null);
  }, [words, setLeft]);

  if (!network) {
    return (
      <NoRuns
        icon={<Download size={28} />}
        title={t('export.empty.none')}
        help={t('export.empty.when')}
        action={
          <Button variant="contained" color="primary" onClick={() => go('train')}>
            {t('export.empty.train')}
          </Button>
        }
      />
    );
  }
  return (
    <SideAndMain
      sideLabel={t('export.list.title')}
      side={
        <>
          {groups.length > 0 && (
            <Box sx={{ mt: 3 }}>
              <RunFilter matching={shown.length > 0} />
            </Box>
          )}
          {shown.map(({ id, name, runs: members }) => (
            <Box component="section" key={id} aria-label={t('compare.runs.study', { name })}>
              <SectionHead>{name}</SectionHead>
              {members.map((run) => (
                <RunRow
                  key={run.id}
                  run={run}
                  chosen={run === ('run' in network && network.run)}
                  onChoose={() => useExportChoices.setState({ chosen: { runId: run.id } })}
                />
              ))}
            </Box>
          ))}
          {models.length > 0 && (
            <Box component="section" aria-label={t('build.presets.mine')}>
              <SectionHead>{t('build.presets.mine')}</SectionHead>
              {models.map((model) => (
                <ModelRow
                  key={model.id}
                  model={model}
                  chosen={model === ('model' in network && network.model)}
                  onChoose={() => useExportChoices.setState({ chosen: { modelId: model.id } })}
                />
              ))}
            </Box>
          )}
        </>
      }
    >
      <ExportForm key={'run' in network ? network.run.id : network.model.id} network={network} />
    </SideAndMain>
  );
}
