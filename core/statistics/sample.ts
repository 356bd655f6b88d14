/** One value per seed, and what it takes to compare two such samples. */

export interface Sample {
  seeds: readonly number[];
  /** In the order of `seeds`. */
  values: readonly number[];
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const squares = (values: readonly number[]): number => {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
};

/** The sample's standard deviation; undefined for fewer than two values. */
export const deviation = (values: readonly number[]): number | undefined =>
  values.length > 1 ? Math.sqrt(squares(values) / (values.length - 1)) : undefined;

/** Differences below this share of the values are rounding. */
const ROUNDING = 1e-12;

/** What rounding may add to a value of these samples. */
export const roundingOf = (...samples: readonly Pick<Sample, 'values'>[]): number =>
  ROUNDING * Math.max(...samples.flatMap(({ values }) => values.map(Math.abs)));

/** Squared standard error of the mean; 0 if the values differ only by rounding. */
export function squaredError(values: readonly number[], rounding: number): number {
  if (Math.max(...values) - Math.min(...values) <= rounding) return 0;
  return squares(values) / (values.length - 1) / values.length;
}

/** The values of both, seed by seed; undefined if they do not have the same seeds. */
export function paired(a: Sample, b: Sample): { a: readonly number[]; b: readonly number[] } | undefined {
  const ofSeed = new Map(b.seeds.map((seed, index) => [seed, b.values[index]!]));
  if (a.seeds.length !== b.seeds.length || !a.seeds.every((seed) => ofSeed.has(seed))) return undefined;
  return { a: a.values, b: a.seeds.map((seed) => ofSeed.get(seed)!) };
}

/**
 * Pearson's correlation, -1 to 1; undefined with fewer than three pairs (two lie on a line in any case) or if a side does not vary.
 * @param a as long as `b`
 */
export function correlation(a: readonly number[], b: readonly number[]): number | undefined {
  const varies = (values: readonly number[]) => squaredError(values, roundingOf({ values })) > 0;
  if (a.length < 3 || !varies(a) || !varies(b)) return undefined;
  const [middleA, middleB] = [mean(a), mean(b)];
  const product = a.reduce((sum, value, index) => sum + (value - middleA) * (b[index]! - middleB), 0);
  return product / Math.sqrt(squares(a) * squares(b));
}
