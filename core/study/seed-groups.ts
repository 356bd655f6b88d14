import { groups } from 'd3-array';
import type { RunRecord } from './run';

export interface ArmRuns {
  arm: string;
  runs: readonly RunRecord[];
}

/** Runs of one arm of one study: they differ in their seed only. */
export const groupSeeds = (runs: readonly RunRecord[]): ArmRuns[] =>
  groups(runs, ({ studyId, arm }) => `${studyId} ${arm}`).map(([, members]) => ({
    arm: members[0]!.arm,
    runs: members,
  }));
