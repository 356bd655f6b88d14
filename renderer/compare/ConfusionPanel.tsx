import Box from '@mui/material/Box';
import { useState } from 'react';
import { t } from '../../core/messages';
import { denseConfusion } from '../../core/study/confusion';
import type { RunRecord } from '../../core/study/run';
import { runLabel } from '../charts/runSeries';
import { client } from '../client/client';
import { useDatasets } from '../client/datasets';
import { useLastAnswer } from '../client/useAnswers';
import { Panel } from '../ui';
import { Choice } from '../ui/Choice';
import { token } from '../ui/theme/tokens';
import { ConfusionFacts } from './ConfusionFacts';
import { epochsWithConfusion } from './confusion';

export function ConfusionPanel({ runs }: { runs: readonly RunRecord[] }) {
  const { datasets } = useDatasets();
  const [runId, setRunId] = useState<string>();
  const [which, setWhich] = useState<'last' | 'best'>('last');
  const known = runs.filter(({ epochs }) => epochs.length > 0);
  const chosen = known.find(({ id }) => id === runId) ?? known[0];
  const { last, best } = chosen ? epochsWithConfusion(chosen) : {};
  const epoch = (which === 'best' && best ? best : last)?.epoch;
  const id = chosen?.id;
  // The last answer stays until the next one comes.
  const answer = useLastAnswer(id && epoch !== undefined ? `${id} ${epoch}` : undefined, async () => {
    // The run was removed, or the host is gone.
    const found = await client.runs.confusion({ id: id!, epoch: epoch! }).catch(() => undefined);
    return { id, epoch: epoch!, confusion: found && denseConfusion(found) };
  })?.answer;
  const run = known.find((one) => one.id === answer?.id);
  if (!answer || !run) return null;
  const { confusion } = answer;
  // Old runs have none; with several runs, another can be chosen.
  if (!confusion && known.length === 1) return null;
  const names = datasets.find(({ id }) => id === run.settings.dataset)?.classes ?? [];
  return (
    <Panel
      title={t('compare.confusion.title')}
      action={
        <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap', justifyContent: 'flex-end' }}>
          {last && best && (
            <Choice<'last' | 'best'>
              label={t('compare.confusion.epochOf')}
              value={which}
              onChange={setWhich}
              sx={{ maxWidth: 220 }}
              options={[
                { value: 'last', label: t('compare.confusion.lastEpoch', { epoch: last.epoch }) },
                { value: 'best', label: t('compare.confusion.bestEpoch', { epoch: best.epoch }) },
              ]}
            />
          )}
          {known.length > 1 && (
            <Choice
              label={t('compare.confusion.runOf')}
              value={chosen?.id ?? run.id}
              onChange={setRunId}
              sx={{ maxWidth: 220 }}
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
