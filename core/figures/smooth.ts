import type { Point } from './types';

/**
 * Exponential moving average, de-biased as in Adam (Kingma & Ba 2015, section 3). `weight` in 0..1 is how much of the
 * past one point keeps. Values that are not finite leave a gap.
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
