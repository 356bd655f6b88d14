/** What a number of seeds can show: before training, and after it. */
import { LEVEL } from './interval';
import { noncentralTail, studentReach } from './probability';
import { deviation, mean, roundingOf } from './sample';

/** The fewest seeds to look at a difference, to claim one, and to publish one. */
export const SEEDS = { look: 3, claim: 6, paper: 10 } as const;

export interface SeedsCanSay {
  /** The smallest two-sided p that the sign-flip test can reach. */
  leastP: number;
  /** Absent: too few even to look. */
  purpose?: keyof typeof SEEDS;
}

/** @param seeds 1 or more, of both networks */
export function whatSeedsCanSay(seeds: number): SeedsCanSay {
  const purposes = ['paper', 'claim', 'look'] as const;
  const purpose = purposes.find((one) => seeds >= SEEDS[one]);
  return { leastP: 2 ** (1 - seeds), ...(purpose ? { purpose } : {}) };
}

/** How likely a study shall be to find what is there. */
const POWER = 0.8;

/** More seeds than these are not worth counting. */
export const MOST_SEEDS = 100;

/** The power of the paired t test, two-sided. @param effect the true mean difference over its standard deviation */
export const pairedPower = (effect: number, seeds: number, level: number): number =>
  noncentralTail(studentReach(seeds - 1, level), seeds - 1, effect * Math.sqrt(seeds));

/**
 * How many more seeds would find the difference significant with a probability of 80 %, if its true mean and deviation are those
 * observed; infinite if more than `MOST_SEEDS` in all. Undefined with fewer than two differences or without spread.
 * @param differences seed by seed
 * @param comparisons of one table: each is tested at 5 % over their number
 */
export function seedsToSettle(differences: readonly number[], comparisons = 1): number | undefined {
  const spread = deviation(differences);
  if (spread === undefined || spread <= roundingOf({ values: differences })) return undefined;
  const effect = Math.abs(mean(differences)) / spread;
  const suffices = (seeds: number) => pairedPower(effect, seeds, LEVEL / comparisons) >= POWER;
  let [few, enough] = [differences.length, Math.max(MOST_SEEDS, differences.length + 1)];
  if (!suffices(enough)) return Number.POSITIVE_INFINITY;
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (suffices(middle)) enough = middle;
    else few = middle;
  }
  return enough - differences.length;
}
