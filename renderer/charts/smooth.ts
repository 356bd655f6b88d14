/** Smoothing of noisy curves. */
import type { Point } from './types';

/**
 * Exponential moving average, de-biased as Adam de-biases its moments (Kingma & Ba 2015, section 3): the
 * start is not drawn towards zero, and the first value is the first point's.
 *
 * `weight` in 0..1 is how much of the past survives one point; 0 gives the curve back unchanged. A value
 * that is not finite leaves a gap and does not touch the average.
 */
export function smooth(points: readonly Point[], weight: number): readonly Point[] {
  if (weight <= 0) return points;
  let average = 0;
  let mass = 0;
  return points.map((point) => {
    if (!Number.isFinite(point.y)) return point;
    average = weight * average + (1 - weight) * point.y;
    mass = weight * mass + (1 - weight);
    return { x: point.x, y: average / mass };
  });
}
