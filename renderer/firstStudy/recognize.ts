/** Recognizes the networks and settings of the first study. */

import { canonical } from '../../core/study/canonical';
import { firstStudy, firstStudyArms, firstStudySettings } from '../../core/study/first-study';
import type { TrainingSettings } from '../../core/study/settings';
import { identityOf } from '../state/analysis';

let keys: ReadonlySet<string | undefined> | undefined;

/** True if these are the two networks of the first study, and no other. */
export function isFirstStudy(graphKeys: Iterable<string | undefined>): boolean {
  keys ??= new Set(firstStudyArms().map(({ graph }) => identityOf(graph).graphKey));
  const given = new Set(graphKeys);
  return given.size === keys.size && [...given].every((key) => keys?.has(key));
}

/** Unchanged, its duration is known. */
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
