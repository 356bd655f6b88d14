import { groups } from 'd3-array';
import { canonical } from './canonical';
import type { RunRecord } from './run';
import { findSetting } from './setting/list';
import { phraseOf } from './setting/texts';

export interface ArmRuns {
  /** With the values of varied settings. */
  arm: string;
  runs: readonly RunRecord[];
}

/** Equal for runs that differ in their seed only. */
export const seedsKey = ({ studyId, arm, varied }: Pick<RunRecord, 'studyId' | 'arm' | 'varied'>): string =>
  JSON.stringify([studyId, arm, canonical(varied ?? [])]);

/** Runs of one arm of one study, with the same values of the settings that it varies: they differ in their seed only. */
export const groupSeeds = (runs: readonly RunRecord[]): ArmRuns[] =>
  groups(runs, seedsKey).map(([, members]) => ({ arm: armName(members[0]!), runs: members }));

/** "ResNet-20"; "ResNet-20, learning rate 0.1" where the study varies the learning rate. */
export const armName = ({ arm, varied = [] }: Pick<RunRecord, 'arm' | 'varied'>): string =>
  [
    arm,
    ...varied.map(({ path, value }) => {
      const setting = findSetting(path);
      return setting ? phraseOf(setting, value) : `${path} ${String(value)}`;
    }),
  ].join(', ');
