import { useEffect, useState } from 'react';
import { t } from '../../core/messages';
import { nameOf, type RunRecord } from '../../core/study/run';
import { messageOf } from '../client/errors';
import { runMetrics } from '../client/runs';
import { appendSteps, EMPTY_STEPS, type StepSeries } from '../client/stepSeries';
import { useTraining } from '../client/training';

export interface RunSteps {
  steps: Readonly<Record<string, StepSeries>>;
  /** Steps of some runs have been asked for and are not here yet. */
  reading: boolean;
  /** Why the steps of a run could not be read. */
  error?: string;
}

/** The steps of the given runs: live ones as they come, earlier ones from their folders. */
export function useRunSteps(runs: readonly RunRecord[]): RunSteps {
  const live = useTraining((state) => state.runs);
  const [stored, setStored] = useState<Omit<RunSteps, 'reading'>>({ steps: {} });
  const missing = runs.filter(({ id, state }) => !live[id] && !stored.steps[id] && state !== 'queued');
  const wanted = missing.map(({ id }) => id).join(' ');

  // biome-ignore lint/correctness/useExhaustiveDependencies: `wanted` names the missing runs.
  useEffect(() => {
    let present = true;
    for (const run of missing) {
      runMetrics(run).then(
        ({ steps }) => {
          if (!present) return;
          const series = appendSteps(EMPTY_STEPS, steps);
          setStored((before) => ({ steps: { ...before.steps, [run.id]: series } }));
        },
        (error: unknown) => {
          if (present) {
            setStored((before) => ({
              // An empty series stands for the run, so that it is not asked for again and again.
              steps: { ...before.steps, [run.id]: EMPTY_STEPS },
              error: t('compare.charts.stepsUnreadable', { run: nameOf(run), problem: messageOf(error) }),
            }));
          }
        },
      );
    }
    return () => {
      present = false;
    };
  }, [wanted]);

  const steps = Object.fromEntries(
    runs.flatMap(({ id }) => {
      const series = live[id]?.steps ?? stored.steps[id];
      return series ? [[id, series]] : [];
    }),
  );
  return { steps, reading: missing.length > 0, error: stored.error };
}
