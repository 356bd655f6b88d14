/** What a number of seeds can say, before they are trained. */
import { formatP } from '../format/number';
import { t } from '../messages';
import { SEEDS, whatSeedsCanSay } from '../statistics/power';

/** `3 seeds: enough to look at a difference, not to claim it ...`; undefined for a single arm, which is compared with nothing. */
export function seedsWords(seeds: number, arms: number): string | undefined {
  if (arms < 2 || seeds < 1) return undefined;
  const { leastP, purpose } = whatSeedsCanSay(seeds);
  return t('statistics.seeds', { count: seeds, purpose: purpose ?? 'none', p: formatP(leastP), ...SEEDS });
}
