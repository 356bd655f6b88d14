/** How sure a difference between two networks is: Student's 95 % interval over seeds. */

/** Two-sided 95 % points of Student's t for 1 to 30 degrees of freedom. */
const T_95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];
const Z_95 = 1.959964;

/**
 * The two-sided 95 % point of Student's t. Degrees of freedom are rounded down, which errs to the wider interval;
 * beyond 30 by Fisher and Cornish's expansion (Abramowitz and Stegun, 26.7.5), good to three digits.
 */
export function studentT95(freedom: number): number {
  const whole = Math.max(1, Math.floor(freedom));
  const known = T_95[whole - 1];
  if (known !== undefined) return known;
  const z = Z_95;
  return z + (z ** 3 + z) / (4 * whole) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * whole ** 2);
}

/** One network over seeds. */
export interface Sample {
  seeds: readonly number[];
  /** One for each seed, in the same order. */
  values: readonly number[];
}

export interface Interval {
  low: number;
  high: number;
  /** Seed by seed: both networks were trained with the same ones. */
  paired: boolean;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Squared standard error of the mean. */
function squaredError(values: readonly number[]): number {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return squares / (values.length - 1) / values.length;
}

/**
 * The 95 % interval of mean(a) - mean(b), in the unit of the values; undefined where a side has fewer than two seeds.
 * Networks trained with the same seeds share their data order and the initial values they have in common, so they are
 * compared seed by seed (paired t); others by Welch's unequal variances.
 */
export function differenceInterval(a: Sample, b: Sample): Interval | undefined {
  if (a.values.length < 2 || b.values.length < 2) return undefined;
  const ofSeed = new Map(b.seeds.map((seed, index) => [seed, b.values[index]!]));
  const paired = a.seeds.length === b.seeds.length && a.seeds.every((seed) => ofSeed.has(seed));
  const middle = mean(a.values) - mean(b.values);
  let reach: number;
  if (paired) {
    const differences = a.values.map((value, index) => value - ofSeed.get(a.seeds[index]!)!);
    reach = studentT95(differences.length - 1) * Math.sqrt(squaredError(differences));
  } else {
    const [ofA, ofB] = [squaredError(a.values), squaredError(b.values)];
    // Welch and Satterthwaite; equal values on both sides leave nothing to divide.
    const freedom =
      ofA + ofB === 0
        ? 1
        : (ofA + ofB) ** 2 / (ofA ** 2 / (a.values.length - 1) + ofB ** 2 / (b.values.length - 1));
    reach = studentT95(freedom) * Math.sqrt(ofA + ofB);
  }
  return { low: middle - reach, high: middle + reach, paired };
}
