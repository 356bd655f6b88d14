/** Student's 95 % interval over seeds of a difference between two networks. */
import { studentReach, studentTail } from './probability';
import { mean, paired, roundingOf, type Sample, squaredError } from './sample';

export const LEVEL = 0.05;

/** `low` and `high` are equal if nothing varied between seeds. */
export interface Interval {
  low: number;
  high: number;
  /** Both networks were trained with the same seeds. */
  paired: boolean;
}

interface TTest extends Interval {
  /** Two-sided; absent if nothing varied. */
  p?: number;
}

/**
 * The interval of mean(a) - mean(b); undefined with fewer than two seeds. Paired t for the same seeds, which share data order and initial
 * values, else Welch's with Satterthwaite's degrees of freedom. Equal to SciPy's `ttest_rel` and `ttest_ind(equal_var=False)`.
 */
export function differenceTest(a: Sample, b: Sample): TTest | undefined {
  if (a.values.length < 2 || b.values.length < 2) return undefined;
  const pairs = paired(a, b);
  const rounding = roundingOf(a, b);
  const middle = mean(a.values) - mean(b.values);
  const around = (squared: number, freedom: number): TTest => {
    const flat = { low: middle, high: middle, paired: pairs !== undefined };
    if (squared === 0) return flat;
    const error = Math.sqrt(squared);
    const reach = studentReach(freedom, LEVEL) * error;
    return { ...flat, low: middle - reach, high: middle + reach, p: studentTail(middle / error, freedom) };
  };
  if (pairs) {
    const differences = pairs.a.map((value, index) => value - pairs.b[index]!);
    return around(squaredError(differences, rounding), differences.length - 1);
  }
  const [ofA, ofB] = [squaredError(a.values, rounding), squaredError(b.values, rounding)];
  const freedom = (ofA + ofB) ** 2 / (ofA ** 2 / (a.values.length - 1) + ofB ** 2 / (b.values.length - 1));
  return around(ofA + ofB, freedom);
}
