export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The largest |a / b - 1| of the values that both lists have. */
export function largestRelativeDifference(a: readonly number[], b: readonly number[]): number {
  const count = Math.min(a.length, b.length);
  return a
    .slice(0, count)
    .reduce((largest, value, index) => Math.max(largest, Math.abs(value / (b[index] as number) - 1)), 0);
}

export const percentile95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(0.95 * values.length) - 1] ?? Number.NaN;
