/**
 * Holm's correction for several comparisons (Holm 1979): rejecting where a corrected p is below 5 % is wrong anywhere with a
 * probability of at most 5 %. In the order of `ps`.
 */
export function holm(ps: readonly number[]): number[] {
  const ascending = [...ps.entries()].sort(([, a], [, b]) => a - b);
  const corrected = new Array<number>(ps.length);
  let highest = 0;
  for (const [rank, [index, p]] of ascending.entries()) {
    highest = Math.max(highest, Math.min(1, (ps.length - rank) * p));
    corrected[index] = highest;
  }
  return corrected;
}
