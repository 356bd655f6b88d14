/** Curves of runs: one per run, or the mean of an arm's seeds with their range as a band. */

import { mean, min, range } from 'd3-array';
import { formatMoment } from '../format/moment';
import { t } from '../messages';
import { isHalved } from '../study/halving';
import type { RunRecord } from '../study/run';
import { groupSeeds } from '../study/seed-groups';
import type { XUnit } from './axis';
import { armColor, runColor } from './colors';
import { epochPoints, runLabel, type StepPoint, stepPoints } from './run-series';
import { smooth } from './smooth';
import type { BandPoint, Point, Series } from './types';

const LOST: readonly RunRecord['state'][] = ['stopped', 'interrupted', 'failed'];

/** A seed that ended early would cut the mean short; it is left out if others continued. */
function inTheMean(runs: readonly RunRecord[]): readonly RunRecord[] {
  const whole = runs.filter(({ state }) => !LOST.includes(state));
  return whole.length > 0 ? whole : runs;
}

/** More points would not be visible. */
const BAND_POINTS = 600;

/** Mean by point, as far as all curves go. Their steps are equal; x is averaged because times differ. */
function meanCurve(curves: readonly (readonly Point[])[]): Point[] {
  return range(shortest(curves)).map((index) => ({
    x: mean(curves, (curve) => curve[index]!.x)!,
    y: mean(curves, (curve) => curve[index]!.y)!,
  }));
}

const shortest = (curves: readonly (readonly Point[])[]) => min(curves, ({ length }) => length) ?? 0;

export function bandOf(curves: readonly (readonly Point[])[], smoothing: number): BandPoint[] {
  const smoothed = curves.map((curve) => smooth(curve, smoothing));
  const length = shortest(smoothed);
  if (length === 0) return [];
  const stride = Math.ceil(length / BAND_POINTS);
  const drawn = new Set([...range(0, length, stride), length - 1]);
  return [...drawn].map((index) => {
    const values = smoothed.map((curve) => curve[index]!.y);
    const x = mean(smoothed, (curve) => curve[index]!.x)!;
    return { x, low: Math.min(...values), high: Math.max(...values) };
  });
}

interface Options {
  runs: readonly RunRecord[];
  /** For the colors (runColor). */
  around: readonly RunRecord[];
  unit: XUnit;
  smoothing: number;
  meanOfSeeds: boolean;
}

/** Runs of several studies may share a color; the later ones are dashed. */
function dashTaken(series: readonly Series[]): Series[] {
  const taken = new Set<string>();
  return series.map((one) => {
    const dashed = taken.has(one.color);
    taken.add(one.color);
    return dashed ? { ...one, dashed } : one;
  });
}

function curvesOf(
  { runs, around, smoothing, meanOfSeeds }: Options,
  dots: boolean,
  pointsOf: (run: RunRecord) => readonly Point[],
): Series[] {
  const style = { dots, smoothed: smoothing > 0 };
  const single = (run: RunRecord): Series => ({
    ...style,
    id: run.id,
    label: runLabel(run, runs),
    color: runColor(run, around),
    points: pointsOf(run),
  });
  if (!meanOfSeeds) return dashTaken(runs.map(single));
  const arms = groupSeeds(runs.filter((run) => pointsOf(run).length > 0));
  const series = arms.flatMap(({ arm, runs: all }): Series[] => {
    if (all.length < 2) return all.map(single);
    const begun = inTheMean(all);
    const curves = begun.map(pointsOf);
    const seeds =
      begun.length < all.length
        ? t('compare.seedsOf', { count: begun.length, total: all.length })
        : t('compare.seedCount', { count: all.length });
    const alone = arms.filter((other) => other.arm === arm).length === 1;
    return [
      {
        ...style,
        id: begun.map(({ id }) => id).join('+'),
        label: [
          arm,
          ...(alone ? [] : [formatMoment(begun[0]!.createdAt)]),
          seeds,
          ...(all.some(isHalved) ? [t('compare.remark.reason.halved')] : []),
        ].join(' · '),
        color: armColor(begun[0]!, around),
        points: meanCurve(curves),
        band: bandOf(curves, smoothing),
      },
    ];
  });
  return dashTaken(series);
}

/** @param steps by run */
export const lossCurves = (
  options: Options,
  steps: Readonly<Record<string, { loss: readonly StepPoint[] }>>,
): Series[] => curvesOf(options, false, (run) => stepPoints(run, steps[run.id]?.loss ?? [], options.unit));

export const accuracyCurves = (options: Options): Series[] =>
  curvesOf(options, true, (run) => epochPoints(run, ({ valAccuracy }) => valAccuracy, options.unit));
