/** Successive halving as a setting of a study, and what it has decided of the study's runs. */
import { z } from 'zod';
import { groupBy } from '../basics/group-by';
import { MOST_RUNS } from '../basics/limits';
import { join, t } from '../messages';
import { param } from '../ops/fields';
import { decisions, hopeless } from '../statistics/halving';
import { canonical } from './canonical';
import type { RunRecord } from './run';

export const halvingSchema = z.strictObject({
  /** The epoch of the first decision; each other one is after `factor` times as many. */
  epochs: param(z.number().int().min(1).max(10_000), {
    label: 'statistics.halving.epochs.label',
    help: 'statistics.halving.epochs.help',
  }),
  /** One in `factor` arms goes on. */
  factor: param(z.number().int().min(2).max(10), {
    label: 'statistics.halving.factor.label',
    help: 'statistics.halving.factor.help',
  }),
  /** How many seeds of each arm are judged: the first of the study. */
  seeds: param(z.number().int().min(1).max(MOST_RUNS), {
    label: 'statistics.halving.seeds.label',
    help: 'statistics.halving.seeds.help',
  }),
});
export type Halving = z.infer<typeof halvingSchema>;

/** What the rule will do to a study. @param planned epochs and seeds of its runs, and how many arms it has beside the baseline */
export function halvingWords(
  rule: Halving,
  { arms, epochs, seeds }: { arms: number; epochs: number; seeds: number },
): string {
  const places: string[] = [];
  let left = arms;
  for (const epoch of decisions(rule, epochs)) {
    const next = Math.ceil(left / rule.factor);
    if (next === left) break;
    places.push(t('statistics.halving.decision', { epoch, from: left, to: next }));
    left = next;
  }
  if (places.length === 0) return t('statistics.halving.never', { arms, epochs });
  const judged = Math.min(rule.seeds, seeds);
  return t('statistics.halving.rule', { decisions: join(places), seeds: judged });
}

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
