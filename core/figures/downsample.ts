/**
 * About `limit` points that look the same: the lowest and highest finite value of each stretch, and the first and
 * last point.
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
