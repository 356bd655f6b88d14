/** Which networks are those of the first study. */
import { firstStudyArms } from '../../core/study/first-study';
import { knownOf } from '../training/arms';

let keys: ReadonlySet<string | undefined> | undefined;

/** @param graphKeys of networks or runs, each any number of times; true where they are the first study's two and no other. */
export function isFirstStudy(graphKeys: Iterable<string | undefined>): boolean {
  keys ??= new Set(firstStudyArms().map(({ graph }) => knownOf(graph).identity.graphKey));
  const given = new Set(graphKeys);
  return given.size === keys.size && [...given].every((key) => keys?.has(key));
}
