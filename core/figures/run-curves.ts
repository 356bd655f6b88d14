/** Curves of runs: one per run, or the mean or median of an arm's seeds with their range as a band. */

import { mean, median } from 'd3-array';
import { formatMoment } from '../format/moment';
import { t } from '../messages';
import { isHalved } from '../study/halved-runs';
import type { RunRecord } from '../study/run';
import { groupSeeds } from '../study/seed-groups';
import type { XUnit } from './axis';
import { armColor, runColor } from './colors';
import { Derived } from './column';
import type { RunMetric } from './run-metrics';
import { runLabel, type StepColumns } from './run-series';
import { smooth } from './smooth';
import { type Band, countOf, type Points, type Series } from './types';

const LOST: readonly RunRecord['state'][] = ['stopped', 'interrupted', 'failed'];
/** A seed that still trains would cut the mean short too; it has a curve of its own meanwhile. */
const OPEN: readonly RunRecord['state'][] = ['queued', 'preparing', 'running', 'paused'];

/** A seed that ended early would cut the mean short; it is left out if others continued. */
function inTheMean(runs: readonly RunRecord[]): readonly RunRecord[] {
  const whole = runs.filter(({ state }) => !LOST.includes(state));
  return whole.length > 0 ? whole : runs;
}

const numbers = new WeakMap<ArrayBufferLike, number>();
let last = 0;

/** A name of a buffer, for keys. */
function numberOf({ buffer }: Float64Array): number {
  const number = numbers.get(buffer) ?? ++last;
  numbers.set(buffer, number);
  return number;
}

const SUMMARIES = {
  mean: (values: readonly number[]) => mean(values)!,
  median: (values: readonly number[]) => median(values)!,
  low: (values: readonly number[]) => Math.min(...values),
  high: (values: readonly number[]) => Math.max(...values),
} as const;

type Summary = keyof typeof SUMMARIES;

const summaries = {
  mean: new Derived<undefined>(() => undefined),
  median: new Derived<undefined>(() => undefined),
  low: new Derived<undefined>(() => undefined),
  high: new Derived<undefined>(() => undefined),
} as const satisfies Record<Summary, Derived<undefined>>;

/** Point by point, as far as all columns go. */
function summarized(columns: readonly Float64Array[], summary: Summary): Float64Array {
  const [first] = columns;
  if (!first) return new Float64Array(0);
  const length = Math.min(...columns.map((column) => column.length));
  return summaries[summary].of(first, columns.map(numberOf).join(' '), length, (_state, index) =>
    SUMMARIES[summary](columns.map((column) => column[index]!)),
  );
}

/** Steps are equal in all seeds; times differ, so that they are averaged. */
function centerOf(curves: readonly Points[], center: 'mean' | 'median', unit: XUnit): Points {
  const y = summarized(
    curves.map((curve) => curve.y),
    center,
  );
  const [first] = curves;
  const x =
    unit === 'time'
      ? summarized(
          curves.map((curve) => curve.x),
          'mean',
        )
      : first!.x.subarray(0, y.length);
  return { x, y, perX: first!.perX };
}

export function rangeOf(curves: readonly Points[], smoothing: number): Band {
  const columns = curves.map((curve) => smooth(curve, smoothing).y);
  return { low: summarized(columns, 'low'), high: summarized(columns, 'high') };
}

/** One curve per seed, or one per arm in the middle of its seeds. */
export const SEED_VIEWS = ['each', 'mean', 'median'] as const;
export type SeedView = (typeof SEED_VIEWS)[number];

interface Options {
  runs: readonly RunRecord[];
  /** For the colors (runColor). */
  around: readonly RunRecord[];
  unit: XUnit;
  smoothing: number;
  seeds: SeedView;
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

/** @param steps by run; only for metrics of steps */
export function metricCurves(
  { runs, around, unit, smoothing, seeds }: Options,
  metric: RunMetric,
  steps: Readonly<Record<string, StepColumns>> = {},
): Series[] {
  const style = { dots: !metric.bySteps, smoothed: smoothing > 0 && !metric.isExact };
  const points = new Map(runs.map((run) => [run, metric.points(run, steps[run.id], unit)]));
  const single = (run: RunRecord): Series => ({
    ...style,
    id: run.id,
    label: runLabel(run, runs),
    color: runColor(run, around),
    points: points.get(run)!,
  });
  if (seeds === 'each') return dashTaken(runs.map(single));
  const arms = groupSeeds(runs.filter((run) => countOf(points.get(run)!) > 0));
  const series = arms.flatMap(({ arm, runs: all }): Series[] => {
    const open = all.filter(({ state }) => OPEN.includes(state));
    const begun = inTheMean(all.filter((run) => !open.includes(run)));
    if (all.length < 2 || begun.length < Math.min(2, 1 + open.length)) return [...begun, ...open].map(single);
    const curves = begun.map((run) => points.get(run)!);
    const alone = arms.filter((other) => other.arm === arm).length === 1;
    return [
      {
        ...style,
        id: begun.map(({ id }) => id).join('+'),
        label: [
          arm,
          ...(alone ? [] : [formatMoment(begun[0]!.createdAt)]),
          seedWords(begun.length, all.length),
          ...(all.some(isHalved) ? [t('compare.remark.reason.halved')] : []),
        ].join(' · '),
        color: armColor(begun[0]!, around),
        points: centerOf(curves, seeds, unit),
        band: rangeOf(curves, smoothing),
      },
      ...open.map(single),
    ];
  });
  return dashTaken(series);
}

const seedWords = (count: number, total: number): string =>
  count < total ? t('compare.seedsOf', { count, total }) : t('compare.seedCount', { count });
