import { bisector } from 'd3-array';
import { downsample } from './downsample';
import { smooth } from './smooth';
import type { Point, Series } from './types';

export interface Curve {
  series: Series;
  /** Smoothed where the series is. */
  line: readonly Point[];
  /** As measured, where the line is smoothed. */
  raw?: readonly Point[];
}

const POINTS_PER_PIXEL = 2;

const heightOf = ({ y }: Point) => y;

/** Smooths before it thins, which would change the mean. */
export function toCurve(series: Series, smoothing: number, width: number): Curve {
  const limit = Math.max(64, Math.round(width * POINTS_PER_PIXEL));
  const thin = (points: readonly Point[]) => downsample(points, limit, heightOf);
  if (!series.smoothed || smoothing <= 0) return { series, line: thin(series.points) };
  return { series, line: thin(smooth(series.points, smoothing)), raw: thin(series.points) };
}

/** Share of the extreme values on either side that may be outside the axis. */
const TAIL = 0.005;

function withoutTails(points: readonly Point[]): number[] {
  const values = points
    .map(heightOf)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const cut = Math.floor(values.length * TAIL);
  return values.slice(cut, values.length - cut);
}

/** The values that the axis must show: all but rare spikes of raw curves. */
export function axisValues(curves: readonly Curve[]): number[] {
  return curves.flatMap(({ series, line, raw }) => [
    ...line.map(heightOf),
    ...(raw ? withoutTails(raw) : []),
    ...(series.band ?? []).flatMap(({ low, high }) => [low, high]),
  ]);
}

/** A larger cross-entropy means that training diverged: guessing among a million classes costs 14. */
const BLOWN_UP = 100;

/**
 * The losses that the axis shows. A run that diverged must not flatten all others: values out of proportion are left
 * out, and `beyond` is the largest of them.
 */
export function withoutBlowUp(values: readonly number[]): { kept: readonly number[]; beyond?: number } {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const largest = sorted.at(-1);
  const median = sorted[sorted.length >> 1];
  if (largest === undefined || median === undefined) return { kept: values };
  if (largest <= BLOWN_UP || largest <= 30 * median) return { kept: values };
  const limit = Math.max(BLOWN_UP / 5, 5 * median);
  return { kept: sorted.filter((value) => value <= limit), beyond: largest };
}

const byX = bisector(({ x }: Point) => x);

export const nearest = (points: readonly Point[], x: number): Point | undefined =>
  points[byX.center(points as Point[], x)];

export interface Reading {
  series: Series;
  point: Point;
}

/** The nearest drawn point of each curve that reaches `x`, give or take `reach`. */
export function readAt(curves: readonly Curve[], x: number, reach: number): Reading[] {
  return curves.flatMap(({ series, line }) => {
    const point = nearest(line, x);
    const first = line[0];
    const last = line.at(-1);
    if (!point || !first || !last || !Number.isFinite(point.y)) return [];
    return x < first.x - reach || x > last.x + reach ? [] : [{ series, point }];
  });
}

/** The next drawn x in the direction of `sign`, at least `least` away; `from` at the end. */
export function nextX(curves: readonly Curve[], from: number, sign: 1 | -1, least: number): number {
  let best = from;
  for (const { line } of curves) {
    for (const { x } of line) {
      const ahead = sign * (x - from);
      if (ahead <= 0 || ahead < least) continue;
      if (best === from || ahead < sign * (best - from)) best = x;
    }
  }
  return best;
}

export interface Summary {
  series: Series;
  last: Point;
  best: Point;
}

/** From all points, neither smoothed nor thinned. */
export function summarize(series: readonly Series[], better: 'high' | 'low'): Summary[] {
  return series.flatMap((one) => {
    const points = one.points.filter(({ y }) => Number.isFinite(y));
    const last = points.at(-1);
    if (!last) return [];
    const best = points.reduce((a, b) => ((better === 'high' ? b.y > a.y : b.y < a.y) ? b : a));
    return [{ series: one, last, best }];
  });
}
