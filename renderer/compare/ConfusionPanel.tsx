import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { MOST_PREDICTORS } from '../../core/contract/predict';
import { runLabel } from '../../core/figures/run-series';
import { t } from '../../core/messages';
import { denseConfusion } from '../../core/study/confusion';
import type { RunRecord } from '../../core/study/run';
import { client } from '../client/client';
import { useDatasets } from '../client/datasets';
import { useRunColor } from '../client/runs';
import { useLastAnswer } from '../client/useAnswers';
import { Panel } from '../ui';
import { Choice } from '../ui/Choice';
import { token } from '../ui/theme/tokens';
import { ConfusionFacts } from './ConfusionFacts';
import { epochsWithConfusion } from './confusion';
import { ImagesDialog, type ShownImages } from './ImagesDialog';

export function ConfusionPanel({ runs }: { runs: readonly RunRecord[] }) {
  const { datasets } = useDatasets();
  const colorOf = useRunColor();
  const [runId, setRunId] = useState<string>();
  const [shown, setShown] = useState<ShownImages>();
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
  const checkpoint = which === 'best' && best ? 'best' : 'last';
  const asked = (one: RunRecord) => ({ runId: one.id, checkpoint, color: colorOf(one) }) as const;
  // Old runs have none; with several runs, another can be chosen.
  if (!confusion && known.length === 1) return null;
  const names = datasets.find(({ id }) => id === run.settings.dataset)?.classes ?? [];
  const labelOf = (index: number) => names[index] ?? t('compare.confusion.class', { index });
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
          labels={confusion.map((_row, index) => labelOf(index))}
          epoch={answer.epoch}
          images={run.split?.valCount}
          onCell={({ truth, predicted }) =>
            setShown({
              title: t('predict.view.cell', {
                truth: labelOf(truth),
                predicted: labelOf(predicted),
                same: truth === predicted ? 'yes' : 'no',
              }),
              of: [asked(run)],
              which: { kind: 'cell', truth, predicted },
            })
          }
        />
      ) : (
        <Box sx={{ color: token('muted') }}>{t('compare.confusion.notKept')}</Box>
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, mt: 4 }}>
        <Button
          variant="outlined"
          onClick={() =>
            setShown({ title: t('predict.view.mistakes'), of: [asked(run)], which: { kind: 'mistakes' } })
          }
        >
          {t('predict.view.mistakes')}
        </Button>
        {known.length > 1 && (
          <Button
            variant="outlined"
            onClick={() =>
              setShown({
                title: t('predict.view.disagreements'),
                of: known.slice(0, MOST_PREDICTORS).map(asked),
                which: { kind: 'disagreements' },
              })
            }
          >
            {t('predict.view.disagreements')}
          </Button>
        )}
      </Box>
      {shown && <ImagesDialog {...shown} onClose={() => setShown(undefined)} />}
    </Panel>
  );
}
