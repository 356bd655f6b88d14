import { roundingOf, type Sample } from './sample';

/**
 * P(A > B): the share of pairs, one value from each side, in which that of A is larger; a tie counts half (Vargha and Delaney 2000).
 * Equal to U / (n m) of SciPy's `mannwhitneyu`. Neither side is empty.
 */
export function superiority(a: Pick<Sample, 'values'>, b: Pick<Sample, 'values'>): number {
  const rounding = roundingOf(a, b);
  const wins = a.values.flatMap((one) =>
    b.values.map((other) => (Math.abs(one - other) <= rounding ? 0.5 : one > other ? 1 : 0)),
  );
  return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
}
