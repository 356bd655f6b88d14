/** The exact sign-flip test: whether differences between pairs may have come about by chance. */
import { mean, roundingOf } from './sample';

/** Two halves of 2^20 sums each are counted in a moment; more would take memory. */
const MOST = 40;

/** All 2^n sums of the values with either sign, ascending. */
function signedSums(values: readonly number[]): Float64Array {
  let sums = Float64Array.of(0);
  for (const value of values) {
    const next = new Float64Array(2 * sums.length);
    for (const [index, sum] of sums.entries()) {
      next[2 * index] = sum + value;
      next[2 * index + 1] = sum - value;
    }
    sums = next;
  }
  return sums.sort();
}

/**
 * The share of all 2^n choices of signs whose mean is at least as far from 0 as the one observed (Fisher 1935, section 21): two-sided,
 * exact, and free of assumptions but that under the null hypothesis either network of a pair is as likely to be ahead. Never below
 * 2^(1 - n). Undefined without differences and for more than 40.
 */
export function signFlipP(differences: readonly number[]): number | undefined {
  const count = differences.length;
  if (count === 0 || count > MOST) return undefined;
  const rounding = count * roundingOf({ values: differences });
  const observed = Math.abs(count * mean(differences)) - rounding;
  if (observed <= 0) return 1;
  const half = Math.ceil(count / 2);
  const first = signedSums(differences.slice(0, half));
  const second = signedSums(differences.slice(half));
  // A choice and its opposite are equally far from 0, so only one side is counted.
  let reached = 0;
  let from = second.length;
  for (const sum of first) {
    while (from > 0 && sum + second[from - 1]! >= observed) from--;
    reached += second.length - from;
  }
  return (2 * reached) / 2 ** count;
}
