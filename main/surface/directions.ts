/** Random directions of a loss surface, normalized filter by filter (Li et al., 2018, section 4). */

import { nameHash } from '../compiler/name-hash';
import type { FilteredWeight } from '../compiler/passes/surface';
import { Random } from '../datasets/shapes/random';

/** As in the authors' code: a filter of zeros does not move. */
const TINY = 1e-10;

/**
 * Standard normal values, scaled so that each filter has the norm of the weight's. They depend on the seed, the axis and the
 * weight's name, so networks that share a weight draw the same values for it.
 * @param values of the weight, row-major
 */
export function directionOf(
  { name, filterOf }: FilteredWeight,
  values: Float32Array,
  { seed, axis }: { seed: number; axis: 0 | 1 },
): Float32Array {
  const random = new Random(seed, axis + 1, nameHash(name));
  const drawn = Float64Array.from(values, () => normal(random));
  const squares: { own: number; drawn: number }[] = [];
  values.forEach((value, index) => {
    const filter = filterOf(index);
    squares[filter] ??= { own: 0, drawn: 0 };
    squares[filter].own += value ** 2;
    squares[filter].drawn += drawn[index]! ** 2;
  });
  const scales = squares.map((sums) => Math.sqrt(sums.own) / (Math.sqrt(sums.drawn) + TINY));
  return Float32Array.from(drawn, (value, index) => value * scales[filterOf(index)]!);
}

/** Box and Muller (1958). */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit());
