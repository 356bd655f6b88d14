/** Successive halving as a setting of a study. */
import { z } from 'zod';
import { MOST_RUNS } from '../basics/limits';
import { join, t } from '../messages';
import { param } from '../ops/fields';
import { decisions } from '../statistics/halving';

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
