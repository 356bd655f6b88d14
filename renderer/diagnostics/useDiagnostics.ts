import { useEffect, useMemo, useState } from 'react';
import type { Diagnostics, RunRecord } from '../../core/study/run';
import { runMetrics } from '../client/runs';
import { useTraining } from '../client/training';
import type { Diagnosed } from './depth';

/** What was measured of the blocks of these runs: live ones as it comes, earlier ones from their folders. */
export function useDiagnostics(runs: readonly RunRecord[]): readonly Diagnosed[] {
  const live = useTraining((state) => state.runs);
  const [stored, setStored] = useState<Readonly<Record<string, readonly Diagnostics[]>>>({});
  const asked = runs.filter(
    ({ id, settings, startedAt }) =>
      settings.diagnosticsEvery !== null && startedAt !== undefined && !live[id] && !stored[id],
  );
  const wanted = asked.map(({ id }) => id).join(' ');

  // biome-ignore lint/correctness/useExhaustiveDependencies: `wanted` names the runs that are asked for.
  useEffect(() => {
    let present = true;
    for (const run of asked) {
      // The curves say why the steps of a run cannot be read; here such a run has nothing to show.
      const none = () => ({ diagnostics: [] });
      void runMetrics(run)
        .catch(none)
        .then(({ diagnostics }) => {
          if (present) setStored((before) => ({ ...before, [run.id]: diagnostics }));
        });
    }
    return () => {
      present = false;
    };
  }, [wanted]);

  return useMemo(
    () =>
      runs.flatMap((run): Diagnosed[] => {
        const diagnostics = live[run.id]?.diagnostics ?? stored[run.id] ?? [];
        return diagnostics.length > 0 ? [{ run, diagnostics }] : [];
      }),
    [runs, live, stored],
  );
}
