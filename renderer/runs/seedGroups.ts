import type { RunRecord } from '../../core/study/run';

export interface ArmRuns {
  arm: string;
  runs: readonly RunRecord[];
}

/** Runs of one arm of one study: they differ in their seed only. */
export function groupSeeds(runs: readonly RunRecord[]): ArmRuns[] {
  const groups = new Map<string, RunRecord[]>();
  for (const run of runs) {
    const key = `${run.studyId} ${run.arm}`;
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  }
  return [...groups.values()].map((members) => ({ arm: members[0]!.arm, runs: members }));
}
