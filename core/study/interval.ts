/** Student's 95 % interval over seeds of a difference between two networks. */
import { studentReach } from './probability';

const OUTSIDE = 0.05;

export interface Sample {
  seeds: readonly number[];
  /** In the order of `seeds`. */
  values: readonly number[];
}

/** `low` and `high` are equal if nothing varied between seeds. */
export interface Interval {
  low: number;
  high: number;
  /** Both networks were trained with the same seeds. */
  paired: boolean;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Differences below this share of the values are rounding. */
const ROUNDING = 1e-12;

/** Squared standard error of the mean; 0 if the values differ only by rounding. */
function squaredError(values: readonly number[], scale: number): number {
  if (Math.max(...values) - Math.min(...values) <= ROUNDING * scale) return 0;
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return squares / (values.length - 1) / values.length;
}

/**
 * The interval of mean(a) - mean(b); undefined with fewer than two seeds. Paired t for the same seeds, which share data order and initial
 * values, else Welch's with Satterthwaite's degrees of freedom. Equal to SciPy's `ttest_rel` and `ttest_ind(equal_var=False)`.
 */
export function differenceInterval(a: Sample, b: Sample): Interval | undefined {
  if (a.values.length < 2 || b.values.length < 2) return undefined;
  const ofSeed = new Map(b.seeds.map((seed, index) => [seed, b.values[index]!]));
  const paired = a.seeds.length === b.seeds.length && a.seeds.every((seed) => ofSeed.has(seed));
  const scale = Math.max(...[...a.values, ...b.values].map(Math.abs));
  const middle = mean(a.values) - mean(b.values);
  const around = (squared: number, freedom: number): Interval => {
    const reach = squared === 0 ? 0 : studentReach(freedom, OUTSIDE) * Math.sqrt(squared);
    return { low: middle - reach, high: middle + reach, paired };
  };
  if (paired) {
    const differences = a.values.map((value, index) => value - ofSeed.get(a.seeds[index]!)!);
    return around(squaredError(differences, scale), differences.length - 1);
  }
  const [ofA, ofB] = [squaredError(a.values, scale), squaredError(b.values, scale)];
  const freedom = (ofA + ofB) ** 2 / (ofA ** 2 / (a.values.length - 1) + ofB ** 2 / (b.values.length - 1));
  return around(ofA + ofB, freedom);
}
