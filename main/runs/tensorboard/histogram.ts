import type { Histogram } from './events';

/** As `tf.summary.histogram`. */
const BUCKETS = 30;

/** Equally wide buckets; one if all values are equal. */
export function histogramOf(values: Float32Array): Histogram {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let sumOfSquares = 0;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    sumOfSquares += value * value;
  }
  const counted = { min, max, count: values.length, sum, sumOfSquares };
  if (values.length === 0) return { ...counted, min: 0, max: 0, limits: [0], counts: [0] };
  if (min === max) return { ...counted, limits: [max], counts: [values.length] };
  const width = (max - min) / BUCKETS;
  const counts = new Array<number>(BUCKETS).fill(0);
  for (const value of values) {
    const bucket = Math.min(Math.floor((value - min) / width), BUCKETS - 1);
    counts[bucket] = (counts[bucket] as number) + 1;
  }
  const limits = counts.map((_, index) => (index === BUCKETS - 1 ? max : min + (index + 1) * width));
  return { ...counted, limits, counts };
}
