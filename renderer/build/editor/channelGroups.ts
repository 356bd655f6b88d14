/** Groups of channels (GroupNormalization, grouped convolutions) when the number of channels changes. */

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

/**
 * As many groups as before where they still divide every count and hold more than one channel each, lest a
 * GroupNormalization become an instance normalization; else as many channels in a group as before; else the most
 * groups, of at most as many, that divide.
 * @param before the counts that the groups divide: channels, or the channels in and out of a convolution
 */
export function groupsFor(groups: number, before: readonly number[], after: readonly number[]): number {
  const common = after.reduce(commonDivisor);
  const fewest = Math.min(...after);
  if (groups === 1 || (common % groups === 0 && fewest > groups)) return groups;
  const asFilled = (fewest * groups) / Math.min(...before);
  if (Number.isInteger(asFilled) && common % asFilled === 0) return asFilled;
  let most = Math.min(groups, common);
  while (common % most !== 0) most--;
  return most;
}
