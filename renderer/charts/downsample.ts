/** Fewer points that look the same: the extremes of every stretch survive, so no best value is lost. */

/**
 * Keeps at most about `limit` of `points`: cuts them into equal stretches and keeps each stretch's lowest
 * and highest value, and always the first and the last point. The order is kept; a short list comes back
 * as it is. Values that are not finite are kept out of the extremes.
 */
export function downsample<Point>(
  points: readonly Point[],
  limit: number,
  value: (point: Point) => number,
): readonly Point[] {
  if (points.length <= limit || limit < 4) return points;
  const last = points.length - 1;
  const stretches = Math.floor((limit - 2) / 2);
  const kept: Point[] = [points[0]!];
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = 1 + Math.floor((stretch * (last - 1)) / stretches);
    const to = 1 + Math.floor(((stretch + 1) * (last - 1)) / stretches);
    let lowest = -1;
    let highest = -1;
    for (let index = from; index < to; index++) {
      const here = value(points[index]!);
      if (!Number.isFinite(here)) continue;
      if (lowest < 0 || here < value(points[lowest]!)) lowest = index;
      if (highest < 0 || here > value(points[highest]!)) highest = index;
    }
    if (lowest < 0) continue;
    kept.push(points[Math.min(lowest, highest)]!);
    if (lowest !== highest) kept.push(points[Math.max(lowest, highest)]!);
  }
  kept.push(points[last]!);
  return kept;
}
