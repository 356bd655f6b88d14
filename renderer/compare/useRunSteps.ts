import { useMemo } from 'react';
import { t } from '../../core/messages';
import { nameOf, type RunRecord } from '../../core/study/run';
import { messageOf } from '../client/errors';
import { runMetrics } from '../client/runs';
import { appendSteps, EMPTY_STEPS, type StepSeries } from '../client/stepSeries';
import { useTraining } from '../client/training';
import { useAnswers } from '../client/useAnswers';

export interface RunSteps {
  steps: Readonly<Record<string, StepSeries>>;
  reading: boolean;
  error?: string;
}

/** Live runs as they train, others from their folders. */
export function useRunSteps(runs: readonly RunRecord[]): RunSteps {
  const live = useTraining((state) => state.runs);
  const wanted = runs.filter(({ id, state }) => !live[id] && state !== 'queued');
  const stored = useAnswers(
    wanted,
    ({ id }) => id,
    (run) =>
      runMetrics(run).then(
        ({ steps }): { series: StepSeries; error?: string } => ({ series: appendSteps(EMPTY_STEPS, steps) }),
        (error: unknown) => ({
          series: EMPTY_STEPS,
          error: t('compare.charts.stepsUnreadable', { run: nameOf(run), problem: messageOf(error) }),
        }),
      ),
  );
  const steps = useMemo(
    () =>
      Object.fromEntries(
        runs.flatMap(({ id }) => {
          const series = live[id]?.steps ?? stored[id]?.series;
          return series ? [[id, series]] : [];
        }),
      ),
    [runs, live, stored],
  );
  const reading = wanted.some(({ id }) => !stored[id]);
  const error = wanted.map(({ id }) => stored[id]?.error).find(Boolean);
  // The same until it changes: the charts are drawn again for another one.
  return useMemo(
    () => ({ steps, reading, ...(error === undefined ? {} : { error }) }),
    [steps, reading, error],
  );
}
