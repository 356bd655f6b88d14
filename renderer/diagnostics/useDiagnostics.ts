import { useMemo } from 'react';
import type { Diagnosed } from '../../core/figures/depth';
import type { RunRecord } from '../../core/study/run';
import { runMetrics } from '../client/runs';
import { useTraining } from '../client/training';
import { useAnswers } from '../client/useAnswers';

/** Live runs as they train, others from their folders. */
export function useDiagnostics(runs: readonly RunRecord[]): readonly Diagnosed[] {
  const live = useTraining((state) => state.runs);
  const wanted = runs.filter(
    ({ id, settings, startedAt }) =>
      settings.diagnosticsEvery !== null && startedAt !== undefined && !live[id],
  );
  const stored = useAnswers(
    wanted,
    ({ id }) => id,
    (run) =>
      runMetrics(run).then(
        ({ diagnostics }) => diagnostics,
        // The curves say why a run cannot be read.
        () => [],
      ),
  );
  return useMemo(
    () =>
      runs.flatMap((run): Diagnosed[] => {
        const diagnostics = live[run.id]?.diagnostics ?? stored[run.id] ?? [];
        return diagnostics.length > 0 ? [{ run, diagnostics }] : [];
      }),
    [runs, live, stored],
  );
}
