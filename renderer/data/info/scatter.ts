/** Places the points of the sizes, and finds the one under the pointer. */

import { type Domain, linearScale, valueAxis } from '../../../core/figures/axis';
import { formatCount } from '../../../core/format/number';

export interface SizePoint {
  width: number;
  height: number;
  count: number;
}

export interface ScatterScene {
  plot: { left: number; right: number; top: number; bottom: number };
  points: readonly (SizePoint & { x: number; y: number; radius: number })[];
  xTicks: readonly { at: number; label: string }[];
  yTicks: readonly { at: number; label: string }[];
}

const MARGIN = { left: 46, right: 14, top: 8, bottom: 36 };
/** Radius of a point with one image, and of the one with the most. */
const RADIUS: Domain = [2.5, 9];

export function layoutSizes(points: readonly SizePoint[], width: number, height: number): ScatterScene {
  const plot = {
    left: MARGIN.left,
    right: Math.max(MARGIN.left + 1, width - MARGIN.right),
    top: MARGIN.top,
    bottom: height - MARGIN.bottom,
  };
  const axisX = valueAxis([0, ...points.map((point) => point.width)], Math.max(2, Math.floor(width / 90)));
  const axisY = valueAxis([0, ...points.map((point) => point.height)], 5);
  const x = linearScale(axisX.domain, [plot.left, plot.right]);
  const y = linearScale(axisY.domain, [plot.bottom, plot.top]);
  const most = Math.max(2, ...points.map(({ count }) => count));
  return {
    plot,
    // Large ones first, so that they hide none.
    points: points
      .map((point) => ({
        ...point,
        x: x(point.width),
        y: y(point.height),
        // The area is the count.
        radius: RADIUS[0] + (RADIUS[1] - RADIUS[0]) * Math.sqrt((point.count - 1) / (most - 1)),
      }))
      .sort((a, b) => b.radius - a.radius),
    xTicks: axisX.ticks.map((tick) => ({ at: x(tick), label: formatCount(tick) })),
    yTicks: axisY.ticks.map((tick) => ({ at: y(tick), label: formatCount(tick) })),
  };
}

/** Index in `points` of the one nearest to the pointer; undefined if none is within reach. */
export function pointAt(scene: ScatterScene, x: number, y: number, reach = 24): number | undefined {
  let best: number | undefined;
  let nearest = reach;
  scene.points.forEach((point, index) => {
    const away = Math.max(0, Math.hypot(point.x - x, point.y - y) - point.radius);
    // The smallest one under the pointer, which is drawn last.
    if (away < nearest || (away === 0 && nearest === 0)) {
      nearest = away;
      best = index;
    }
  });
  return best;
}
