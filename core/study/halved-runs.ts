/** What successive halving has decided on the runs of a study, and decides next. */
import { groupBy } from '../basics/group-by';
import { hopeless } from '../statistics/halving';
import { canonical } from './canonical';
import type { RunRecord } from './run';

/** Equal for runs with the same values of the settings that their study varies. */
export const variedKey = (run: Pick<RunRecord, 'varied'> | undefined): string =>
  JSON.stringify(canonical(run?.varied ?? []));

/** The epoch after which the rule ended the run. */
export function halvedAfter({ state, changes }: Pick<RunRecord, 'state' | 'changes'>): number | undefined {
  const last = changes.at(-1);
  return state === 'stopped' && last?.type === 'halved' ? last.epoch : undefined;
}

export const isHalved = (run: Pick<RunRecord, 'state' | 'changes'>): boolean =>
  halvedAfter(run) !== undefined;

/**
 * Whether the rule gave up the run's arm. Its seeds that were trained to the end are no result then: the rule may have let the good ones pass.
 * @param runs all that are looked at
 */
export function givenUp(runs: readonly RunRecord[]): (run: RunRecord) => boolean {
  const armOf = (run: RunRecord) => JSON.stringify([run.studyId, run.arm, variedKey(run)]);
  const arms = new Set(runs.filter(isHalved).map(armOf));
  return (run) => arms.has(armOf(run));
}

/** It will train no further, for another reason than the rule. */
const hasEnded = (run: RunRecord): boolean =>
  run.state === 'failed' || (run.state === 'stopped' && !isHalved(run));

/**
 * The runs that the rule of their study ends now, with the epoch of the decision: all of a hopeless arm that have not ended. A run that
 * a person resumed afterwards is left alone.
 * @param runs all of one study
 */
export function runsToHalve(runs: readonly RunRecord[]): { id: string; epoch: number }[] {
  const ordered = [...runs].sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  const rule = ordered.find(({ halving }) => halving)?.halving;
  if (!rule) return [];
  return [...groupBy(ordered, variedKey).values()].flatMap((group) => {
    const seeds = [...new Set(group.map(({ settings }) => settings.seed))].slice(0, rule.seeds);
    const judged = group.filter(({ settings }) => seeds.includes(settings.seed));
    const ended = new Set(judged.filter(hasEnded).map(({ arm }) => arm));
    const curves = judged
      .filter(({ arm }) => !ended.has(arm))
      .map(({ arm, settings, epochs }) => ({
        arm,
        seed: settings.seed,
        accuracies: epochs.map(({ valAccuracy }) => valAccuracy),
      }));
    const baseline = group.find((run) => run.baseline !== undefined)?.baseline;
    const epochs = Math.max(...group.map(({ settings }) => settings.epochs));
    const stopped = hopeless(curves, rule, {
      seeds,
      epochs,
      ...(baseline === undefined ? {} : { baseline }),
    });
    const epochOf = new Map(stopped.map(({ arm, epoch }) => [arm, epoch]));
    return group.flatMap(({ id, arm, state, changes }) => {
      const epoch = epochOf.get(arm);
      const isOpen = state !== 'finished' && state !== 'failed' && state !== 'stopped';
      return epoch === undefined || !isOpen || changes.some(({ type }) => type === 'halved')
        ? []
        : [{ id, epoch }];
    });
  });
}
