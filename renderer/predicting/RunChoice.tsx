/** Which runs answer side by side. */
import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import { MOST_PREDICTORS } from '../../core/contract/predict';
import { formatPercent } from '../../core/format/number';
import { t } from '../../core/messages';
import { nameOf, type RunRecord } from '../../core/study/run';
import type { StudyGroup } from '../runs/selection';
import { usePredicting } from '../state/predicting';
import { ellipsis, Muted, SectionHead } from '../ui';
import { runColor } from '../ui/theme/tokens';

function RunRow({
  run,
  ticked,
  full,
  onTick,
}: {
  run: RunRecord;
  ticked: boolean;
  full: boolean;
  onTick(on: boolean): void;
}) {
  const color = runColor(run.color);
  const accuracy = run.epochs.find(({ epoch }) => epoch === run.checkpointEpoch)?.valAccuracy;
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
          slotProps={{ input: { 'aria-label': nameOf(run) } }}
          sx={{ color, '&.Mui-checked': { color }, p: '6px' }}
        />
        <Box component="span" title={run.arm} sx={{ flex: 1, minWidth: 0, fontWeight: 550, ...ellipsis }}>
          {run.arm}
        </Box>
        <Muted sx={{ fontSize: 12 }}>
          {t('train.card.seed', { seed: run.settings.seed })}
          {accuracy !== undefined && ` · ${formatPercent(accuracy)}`}
        </Muted>
      </Box>
    </Box>
  );
}

export function RunChoice({
  groups,
  chosen,
}: {
  groups: readonly StudyGroup[];
  chosen: readonly RunRecord[];
}) {
  const ids = chosen.map(({ id }) => id);
  const tick = (id: string, on: boolean) =>
    usePredicting.setState({ runIds: on ? [...ids, id] : ids.filter((one) => one !== id), node: undefined });
  return groups.map(({ id, name, runs }) => (
    <Box component="section" key={id} aria-label={t('compare.runs.study', { name })}>
      <SectionHead>{name}</SectionHead>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {runs.map((run) => (
          <RunRow
            key={run.id}
            run={run}
            ticked={ids.includes(run.id)}
            full={ids.length >= MOST_PREDICTORS}
            onTick={(on) => tick(run.id, on)}
          />
        ))}
      </Box>
    </Box>
  ));
}
