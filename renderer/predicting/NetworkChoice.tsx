/** The runs and imported models that predict side by side. */
import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import type { ModelInfo } from '../../core/contract/models';
import { MOST_PREDICTORS } from '../../core/contract/predict';
import { formatCompact, formatPercent } from '../../core/format/number';
import { t } from '../../core/messages';
import { nameOf, type RunRecord } from '../../core/study/run';
import { useRunColor } from '../client/runs';
import { useFiltered } from '../runs/filter';
import { RunFilter } from '../runs/RunFilter';
import type { StudyGroup } from '../runs/selection';
import { usePredicting } from '../state/predicting';
import { ellipsis, Muted, SectionHead } from '../ui';
import { token } from '../ui/theme/tokens';

/** The one color of all imported models; runs have their own. */
export const MODEL_COLOR = token('muted');

interface RowProps {
  /** Accessible. */
  label: string;
  name: string;
  facts: string;
  color: string;
  ticked: boolean;
  full: boolean;
  onTick(on: boolean): void;
}

function Row({ label, name, facts, color, ticked, full, onTick }: RowProps) {
  return (
    <Box component="li">
      <Box
        component="label"
        sx={{ display: 'flex', alignItems: 'center', gap: 1, minHeight: 34, cursor: 'pointer' }}
      >
        <Checkbox
          checked={ticked}
          disabled={full && !ticked}
          onChange={(_event, on) => onTick(on)}
          slotProps={{ input: { 'aria-label': label } }}
          sx={{ color, '&.Mui-checked': { color }, p: '6px' }}
        />
        <Box component="span" title={name} sx={{ flex: 1, minWidth: 0, fontWeight: 550, ...ellipsis }}>
          {name}
        </Box>
        <Muted sx={{ fontSize: 12 }}>{facts}</Muted>
      </Box>
    </Box>
  );
}

function factsOf(run: RunRecord): string {
  const seed = t('train.card.seed', { seed: run.settings.seed });
  const accuracy = run.epochs.find(({ epoch }) => epoch === run.checkpointEpoch)?.valAccuracy;
  return accuracy === undefined ? seed : `${seed} · ${formatPercent(accuracy)}`;
}

const toggled = (ids: readonly string[], id: string, on: boolean): string[] =>
  on ? [...ids, id] : ids.filter((one) => one !== id);

interface NetworkChoiceProps {
  groups: readonly StudyGroup[];
  models: readonly ModelInfo[];
  chosenRuns: readonly RunRecord[];
  chosenModels: readonly ModelInfo[];
}

export function NetworkChoice({ groups, models, chosenRuns, chosenModels }: NetworkChoiceProps) {
  const shown = useFiltered(groups);
  const colorOf = useRunColor();
  const runIds = chosenRuns.map(({ id }) => id);
  const modelIds = chosenModels.map(({ id }) => id);
  const full = runIds.length + modelIds.length >= MOST_PREDICTORS;
  const choose = (chosen: { runIds?: string[]; modelIds?: string[] }) =>
    usePredicting.setState({ runIds, modelIds, node: undefined, ...chosen });
  return (
    <>
      {groups.length > 0 && (
        <Box sx={{ mt: 3 }}>
          <RunFilter matching={shown.length > 0} />
        </Box>
      )}
      {shown.map(({ id, name, runs }) => (
        <Box component="section" key={id} aria-label={t('compare.runs.study', { name })}>
          <SectionHead>{name}</SectionHead>
          <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
            {runs.map((run) => (
              <Row
                key={run.id}
                label={nameOf(run)}
                name={run.arm}
                facts={factsOf(run)}
                color={colorOf(run)}
                ticked={runIds.includes(run.id)}
                full={full}
                onTick={(on) => choose({ runIds: toggled(runIds, run.id, on) })}
              />
            ))}
          </Box>
        </Box>
      ))}
      {models.length > 0 && (
        <Box component="section" aria-label={t('build.presets.mine')}>
          <SectionHead>{t('build.presets.mine')}</SectionHead>
          <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
            {models.map(({ id, name, totalParams }) => (
              <Row
                key={id}
                label={name}
                name={name}
                facts={formatCompact(totalParams)}
                color={MODEL_COLOR}
                ticked={modelIds.includes(id)}
                full={full}
                onTick={(on) => choose({ modelIds: toggled(modelIds, id, on) })}
              />
            ))}
          </Box>
        </Box>
      )}
    </>
  );
}
