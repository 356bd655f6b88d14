/** Groups of channels (GroupNormalization, grouped convolutions) when the number of channels changes. */

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

/**
 * As many groups as before if they still divide every count and have more than one channel each (with one, a
 * GroupNormalization would be an instance normalization); else as many channels per group as before; else the most
 * groups that divide, up to as many as before.
 * @param before what the groups divide: channels, or a convolution's channels in and out
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
