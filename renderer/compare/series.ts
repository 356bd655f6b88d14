/** Curves of the chosen runs: one a run, or the mean of an arm's seeds with their spread as a band. */

import { formatMoment } from '../../core/format/moment';
import { t } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import type { XUnit } from '../charts/axis';
import { epochPoints, runLabel, stepPoints } from '../charts/runSeries';
import { smooth } from '../charts/smooth';
import type { BandPoint, Point, Series } from '../charts/types';
import type { StepSeries } from '../client/stepSeries';
import { groupSeeds } from '../runs/seedGroups';
import { runColor } from '../ui/theme/tokens';

const LOST: readonly RunRecord['state'][] = ['stopped', 'interrupted', 'failed'];

/** A seed that ended early would cut the mean of all others short: where others went on, it is not in it. */
function inTheMean(runs: readonly RunRecord[]): readonly RunRecord[] {
  const whole = runs.filter(({ state }) => !LOST.includes(state));
  return whole.length > 0 ? whole : runs;
}

/** More corners than this cannot be seen in a band. */
const BAND_POINTS = 600;

/**
 * Mean, lowest and highest of several curves, point by point, as far as all of them go. The curves have
 * equal steps, so that the n-th points belong together; x is their mean (time differs between runs).
 */
export function meanCurve(curves: readonly (readonly Point[])[]): Point[] {
  const length = Math.min(...curves.map((curve) => curve.length));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return Array.from({ length }, (_none, index) => ({
    x: mean(curves.map((curve) => curve[index]!.x)),
    y: mean(curves.map((curve) => curve[index]!.y)),
  }));
}

export function bandOf(curves: readonly (readonly Point[])[], smoothing: number): BandPoint[] {
  const smoothed = curves.map((curve) => smooth(curve, smoothing));
  const length = Math.min(...smoothed.map((curve) => curve.length));
  const stride = Math.max(1, Math.ceil(length / BAND_POINTS));
  const band: BandPoint[] = [];
  for (
    let index = 0;
    index < length;
    index += index + stride < length ? stride : Math.max(1, length - 1 - index)
  ) {
    const values = smoothed.map((curve) => curve[index]!.y);
    const x = smoothed.reduce((sum, curve) => sum + curve[index]!.x, 0) / smoothed.length;
    band.push({ x, low: Math.min(...values), high: Math.max(...values) });
  }
  return band;
}

interface CurveOptions {
  runs: readonly RunRecord[];
  unit: XUnit;
  smoothing: number;
  /** One curve an arm instead of one a run. */
  meanOfSeeds: boolean;
  /** Points of one run. */
  pointsOf(run: RunRecord): readonly Point[];
  dots: boolean;
}

/** Runs of several studies may have one color; the later ones are then told apart by dashes. */
function dashTaken(series: readonly Series[]): Series[] {
  const taken = new Set<string>();
  return series.map((one) => {
    const dashed = taken.has(one.color);
    taken.add(one.color);
    return dashed ? { ...one, dashed } : one;
  });
}

function curvesOf({ runs, smoothing, meanOfSeeds, pointsOf, dots }: CurveOptions): Series[] {
  const style = { dots, smoothed: smoothing > 0 };
  const single = (run: RunRecord): Series => ({
    ...style,
    id: run.id,
    label: runLabel(run, runs),
    color: runColor(run.color),
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
        label: [arm, ...(alone ? [] : [formatMoment(begun[0]!.createdAt)]), seeds].join(' · '),
        color: runColor(begun[0]!.color),
        points: meanCurve(curves),
        band: bandOf(curves, smoothing),
      },
    ];
  });
  return dashTaken(series);
}

type Options = Pick<CurveOptions, 'runs' | 'unit' | 'smoothing' | 'meanOfSeeds'>;

export const lossCurves = (options: Options, steps: Readonly<Record<string, StepSeries>>): Series[] =>
  curvesOf({
    ...options,
    dots: false,
    pointsOf: (run) => stepPoints(run, steps[run.id]?.loss ?? [], options.unit),
  });

export const accuracyCurves = (options: Options): Series[] =>
  curvesOf({
    ...options,
    dots: true,
    pointsOf: (run) => epochPoints(run, ({ valAccuracy }) => valAccuracy, options.unit),
  });
