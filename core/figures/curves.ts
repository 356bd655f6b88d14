import { bisector, range } from 'd3-array';
import type { Domain } from './axis';
import { extremesOf, thinned } from './extremes';
import { smooth } from './smooth';
import { countOf, type Point, type Points, pointAt, type Series, xAt } from './types';

export interface Curve {
  series: Series;
  /** All points, smoothed where the series is. */
  all: Points;
  /** What is drawn of them within the axis: indices. */
  line: readonly number[];
  /** What is drawn of the points as measured, where the line is smoothed: indices. */
  raw?: readonly number[];
  /** Indices of the band. */
  band?: readonly number[];
}

/** A narrower stretch would not be visible. */
const STRETCHES_PER_PIXEL = 1;
const FEWEST_STRETCHES = 32;
/** Behind a smoothed line, where it is faint, the raw curve is drawn from fewer. */
const RAW_SHARE = 0.5;

/** More points of a band would not be visible. */
const BAND_POINTS = 600;

const byX = bisector((x: number) => x);

const numberAtMost = ({ x, perX }: Points, limit: number): number => byX.right(x, limit * perX);

/** The indices within the part of the axis that is shown, and one on either side, to which the line goes on. */
function shownPart(points: Points, view: Domain | undefined): [from: number, to: number] {
  const count = countOf(points);
  if (!view) return [0, count];
  return [
    Math.max(0, byX.left(points.x, view[0] * points.perX) - 1),
    Math.min(count, numberAtMost(points, view[1]) + 1),
  ];
}

/** Smooths before it thins, which would change the mean. @param view the part of x that is shown; absent: all */
export function toCurve(series: Series, smoothing: number, width: number, view?: Domain): Curve {
  const stretches = Math.max(FEWEST_STRETCHES, Math.round(width * STRETCHES_PER_PIXEL));
  const isSmoothed = series.smoothed && smoothing > 0;
  const all = isSmoothed ? smooth(series.points, smoothing) : series.points;
  const [from, to] = shownPart(all, view);
  const thin = ({ y }: Points, share = 1) => thinned(y, from, to, Math.ceil(share * stretches));
  return {
    series,
    all,
    line: thin(all),
    ...(isSmoothed ? { raw: thin(series.points, RAW_SHARE) } : {}),
    ...(series.band ? { band: strided(from, to) } : {}),
  };
}

function strided(from: number, to: number): number[] {
  const stride = Math.ceil((to - from) / BAND_POINTS);
  return stride <= 1 ? range(from, to) : [...range(from, to - 1, stride), to - 1];
}

/** Share of the extreme values on either side that may be outside the axis. */
const TAIL = 0.005;

/** The ends of what is left without them. Sorting all would cost more than drawing. */
function withoutTails({ y }: Points, indices: readonly number[]): number[] {
  const most = Math.floor(indices.length * TAIL) + 1;
  const lowest: number[] = [];
  const highest: number[] = [];
  for (const index of indices) {
    const value = y[index]!;
    if (!Number.isFinite(value)) continue;
    keepFirst(lowest, value, most);
    keepFirst(highest, -value, most);
  }
  const [low, high] = [lowest.at(-1), highest.at(-1)];
  return low === undefined || high === undefined ? [] : [low, -high];
}

/** Adds to the `most` smallest, which are ascending. */
function keepFirst(smallest: number[], value: number, most: number): void {
  if (smallest.length === most && value >= smallest[most - 1]!) return;
  let at = Math.min(smallest.length, most - 1);
  for (; at > 0 && smallest[at - 1]! > value; at--) smallest[at] = smallest[at - 1]!;
  smallest[at] = value;
}

/** The values that the axis must show: all but rare spikes of raw curves. */
export function axisValues(curves: readonly Curve[]): number[] {
  const values: number[] = [];
  // Tens of thousands in each frame while a chart is moved.
  for (const { series, all, line, raw, band = [] } of curves) {
    for (const index of line) values.push(all.y[index]!);
    if (raw) values.push(...withoutTails(series.points, raw));
    for (const index of band) values.push(series.band!.low[index]!, series.band!.high[index]!);
  }
  return values;
}

/** A larger cross-entropy means that training diverged: guessing among a million classes costs 14. */
const BLOWN_UP = 100;

/**
 * The losses that the axis shows. A run that diverged must not flatten all others: values out of proportion are left
 * out, and `beyond` is the largest of them.
 */
export function withoutBlowUp(values: readonly number[]): { kept: readonly number[]; beyond?: number } {
  let largest = Number.NEGATIVE_INFINITY;
  for (const value of values) if (value > largest && Number.isFinite(value)) largest = value;
  if (largest <= BLOWN_UP) return { kept: values };
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1]!;
  if (largest <= 30 * median) return { kept: values };
  const limit = Math.max(BLOWN_UP / 5, 5 * median);
  return { kept: sorted.filter((value) => value <= limit), beyond: largest };
}

/** Index of the point nearest to `x`; undefined without points. */
function nearestIndex(points: Points, x: number): number | undefined {
  const count = countOf(points);
  return count === 0 ? undefined : byX.center(points.x, x * points.perX, 0, count);
}

export const nearest = (points: Points, x: number): Point | undefined => {
  const index = nearestIndex(points, x);
  return index === undefined ? undefined : pointAt(points, index);
};

export interface Reading {
  series: Series;
  /** On the drawn line. */
  point: Point;
  /** As measured, where the line is smoothed. */
  raw?: number;
}

/** The nearest point of each curve that reaches `x`, give or take `reach`. */
export function readAt(curves: readonly Curve[], x: number, reach: number): Reading[] {
  return curves.flatMap(({ series, all, raw }) => {
    const index = nearestIndex(all, x);
    if (index === undefined) return [];
    const point = pointAt(all, index);
    const isOutside = x < xAt(all, 0) - reach || x > xAt(all, countOf(all) - 1) + reach;
    if (isOutside || !Number.isFinite(point.y)) return [];
    return [{ series, point, ...(raw ? { raw: series.points.y[index]! } : {}) }];
  });
}

/** The next x of a point in the direction of `sign`, at least `least` away; `from` at the end. */
export function nextX(curves: readonly Curve[], from: number, sign: 1 | -1, least: number): number {
  const candidates = curves.flatMap(({ all }) => {
    const wanted = (from + sign * least) * all.perX;
    const index = sign > 0 ? byX.left(all.x, wanted) : byX.right(all.x, wanted) - 1;
    const further = index >= 0 && index < countOf(all) && xAt(all, index) === from ? index + sign : index;
    return further >= 0 && further < countOf(all) ? [xAt(all, further)] : [];
  });
  const ahead = candidates.filter((x) => sign * (x - from) > 0);
  if (ahead.length === 0) return from;
  return sign > 0 ? Math.min(...ahead) : Math.max(...ahead);
}

export type Better = 'high' | 'low';

/** The best point as measured, wherever it is: neither smoothed nor thinned. */
export function bestOf({ points }: Series, better: Better): Point | undefined {
  const extremes = extremesOf(points.y);
  return extremes && pointAt(points, better === 'high' ? extremes.highest : extremes.lowest);
}

export interface Summary {
  series: Series;
  last: Point;
  best: Point;
}

export function summarize(series: readonly Series[], better: Better): Summary[] {
  return series.flatMap((one) => {
    const { points } = one;
    const best = bestOf(one, better);
    let last = countOf(points) - 1;
    while (last >= 0 && !Number.isFinite(points.y[last]!)) last--;
    return best ? [{ series: one, last: pointAt(points, last), best }] : [];
  });
}
