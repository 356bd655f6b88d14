/** Which classes a run recognizes, and which it takes for which. */

import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import { useState } from 'react';
import { t } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { runLabel } from '../charts/runSeries';
import { useDatasets } from '../client/datasets';
import { Panel } from '../ui';
import { token } from '../ui/theme/tokens';
import { ConfusionFacts } from './ConfusionFacts';
import { epochsWithConfusion } from './confusion';
import { useConfusion } from './useConfusion';

function Picker<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange(value: Value): void;
}) {
  return (
    <Select<Value>
      value={value}
      onChange={(event) => onChange(event.target.value as Value)}
      slotProps={{ input: { 'aria-label': label } }}
      sx={{ maxWidth: 220 }}
    >
      {options.map((option) => (
        <MenuItem key={option.value} value={option.value}>
          {option.label}
        </MenuItem>
      ))}
    </Select>
  );
}

export function ConfusionPanel({ runs }: { runs: readonly RunRecord[] }) {
  const { datasets } = useDatasets();
  const [runId, setRunId] = useState<string>();
  const [which, setWhich] = useState<'last' | 'best'>('last');
  const known = runs.filter(({ epochs }) => epochs.length > 0);
  const chosen = known.find(({ id }) => id === runId) ?? known[0];
  const { last, best } = chosen ? epochsWithConfusion(chosen) : {};
  const answer = useConfusion(chosen?.id, (which === 'best' && best ? best : last)?.epoch);
  // What is asked for comes in a moment; until then the last answer stays.
  const run = known.find(({ id }) => id === answer?.id);
  if (!answer || !run) return null;
  const { confusion } = answer;
  // Runs of before there were matrices have none; whoever chose one must be able to choose another.
  if (!confusion && known.length === 1) return null;
  const names = datasets.find(({ id }) => id === run.settings.dataset)?.classes ?? [];
  return (
    <Panel
      title={t('compare.confusion.title')}
      action={
        <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap', justifyContent: 'flex-end' }}>
          {last && best && (
            <Picker<'last' | 'best'>
              label={t('compare.confusion.epochOf')}
              value={which}
              onChange={setWhich}
              options={[
                { value: 'last', label: t('compare.confusion.lastEpoch', { epoch: last.epoch }) },
                { value: 'best', label: t('compare.confusion.bestEpoch', { epoch: best.epoch }) },
              ]}
            />
          )}
          {known.length > 1 && (
            <Picker
              label={t('compare.confusion.runOf')}
              value={chosen?.id ?? run.id}
              onChange={setRunId}
              options={known.map((one) => ({ value: one.id, label: runLabel(one, known) }))}
            />
          )}
        </Box>
      }
      sx={{ flexShrink: 0 }}
    >
      {confusion ? (
        <ConfusionFacts
          confusion={confusion}
          labels={confusion.map((_row, index) => names[index] ?? t('compare.confusion.class', { index }))}
          epoch={answer.epoch}
          images={run.split?.valCount}
        />
      ) : (
        <Box sx={{ color: token('muted') }}>{t('compare.confusion.notKept')}</Box>
      )}
    </Panel>
  );
}
