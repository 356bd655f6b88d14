/** Which networks and settings are those of the first study. */

import { canonical } from '../../core/study/canonical';
import { firstStudy, firstStudyArms, firstStudySettings } from '../../core/study/first-study';
import type { TrainingSettings } from '../../core/study/settings';
import { identityOf } from '../state/analysis';

let keys: ReadonlySet<string | undefined> | undefined;

/** @param graphKeys of networks or runs, each any number of times; true where they are the first study's two and no other. */
export function isFirstStudy(graphKeys: Iterable<string | undefined>): boolean {
  keys ??= new Set(firstStudyArms().map(({ graph }) => identityOf(graph).graphKey));
  const given = new Set(graphKeys);
  return given.size === keys.size && [...given].every((key) => keys?.has(key));
}

/** Whether it would be trained as it comes, so that its duration is known. */
export function isUnchanged(
  graphKeys: Iterable<string | undefined>,
  settings: TrainingSettings,
  seeds: readonly number[],
): boolean {
  const text = (one: TrainingSettings) => JSON.stringify(canonical(one));
  return (
    isFirstStudy(graphKeys) &&
    String(seeds) === String(firstStudy.seeds) &&
    text(settings) === text(firstStudySettings())
  );
}
