/** Curves of runs: one per run, or the mean or median of an arm's seeds with their range as a band. */

import { bisectRight, mean, median } from 'd3-array';
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

/** Where each seed was read last. */
type Places = { index: number }[];

const summaries = {
  mean: new Derived<Places>(() => []),
  median: new Derived<Places>(() => []),
  low: new Derived<Places>(() => []),
  high: new Derived<Places>(() => []),
} as const satisfies Record<Summary, Derived<Places>>;

/** A run's curve, and the step of each of its points. */
interface Seed {
  points: Points;
  steps: Float64Array;
}

/** The value at a step, linear between the recorded ones. @param at where the one before was found; moves forward only */
function valueAt(steps: Float64Array, values: Float64Array, step: number, at: { index: number }): number {
  while (at.index + 1 < steps.length && steps[at.index + 1]! <= step) at.index++;
  const [left, right] = [steps[at.index]!, steps[at.index + 1]];
  const value = values[at.index]!;
  if (right === undefined || step <= left) return value;
  return value + ((step - left) / (right - left)) * (values[at.index + 1]! - value);
}

/**
 * At the steps of the first seed, as far as all seeds go. Others may have recorded other steps: few of a fast run reach the window
 * while it trains.
 */
function summarized(
  seeds: readonly Seed[],
  columns: readonly Float64Array[],
  summary: Summary,
): Float64Array {
  const [first] = seeds;
  if (!first) return new Float64Array(0);
  const end = Math.min(...seeds.map(({ steps }) => steps.at(-1) ?? 0));
  const length = bisectRight(first.steps, end);
  const key = [...columns, ...seeds.map(({ steps }) => steps)].map(numberOf).join(' ');
  return summaries[summary].of(columns[0]!, key, length, (places, index) =>
    SUMMARIES[summary](
      columns.map((column, seed) => {
        places[seed] ??= { index: 0 };
        return valueAt(seeds[seed]!.steps, column, first.steps[index]!, places[seed]);
      }),
    ),
  );
}

/** Times of the seeds differ, so that they are averaged. */
function centerOf(seeds: readonly Seed[], center: 'mean' | 'median', unit: XUnit): Points {
  const columnsOf = (axis: 'x' | 'y') => seeds.map(({ points }) => points[axis]);
  const y = summarized(seeds, columnsOf('y'), center);
  const { x, perX } = seeds[0]!.points;
  return {
    x: unit === 'time' ? summarized(seeds, columnsOf('x'), 'mean') : x.subarray(0, y.length),
    y,
    perX,
  };
}

function rangeOf(seeds: readonly Seed[], smoothing: number): Band {
  const columns = seeds.map(({ points }) => smooth(points, smoothing).y);
  return { low: summarized(seeds, columns, 'low'), high: summarized(seeds, columns, 'high') };
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
    const curves = begun.map((run): Seed => {
      const own = points.get(run)!;
      return { points: own, steps: unit === 'time' ? metric.points(run, steps[run.id], 'step').x : own.x };
    });
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
