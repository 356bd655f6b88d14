/** The steps of one run in the window: bounded, without losing extremes. */

import { thinned } from '../../core/figures/extremes';
import { NO_STEPS, STEP_VALUES, type StepColumns, withSteps } from '../../core/figures/run-series';
import type { StepMetrics } from '../../core/study/run';

export interface StepSeries extends StepColumns {
  /** 0 before any. */
  lastStep: number;
}

export const EMPTY_STEPS: StepSeries = { ...NO_STEPS, lastStep: 0 };

/** Steps kept; thinned when there are twice as many. */
const STEP_LIMIT = 131_072;

/** The lowest and highest of every value stay. */
function bounded(series: StepSeries, limit: number): StepSeries {
  const count = series.step.length;
  if (count <= 2 * limit) return series;
  const stretches = Math.floor(limit / 2 / STEP_VALUES.length);
  const kept = new Set(STEP_VALUES.flatMap((name) => thinned(series[name], 0, count, stretches)));
  return only(series, (_step, index) => kept.has(index));
}

function only(series: StepSeries, isKept: (step: number, index: number) => boolean): StepSeries {
  const indices = [...series.step.keys()].filter((index) => isKept(series.step[index]!, index));
  const columns = Object.fromEntries(
    (['step', 'seconds', ...STEP_VALUES] as const).map((name) => [
      name,
      Float64Array.from(indices, (index) => series[name][index]!),
    ]),
  ) as unknown as StepColumns;
  return { ...columns, lastStep: series.lastStep };
}

/** Steps that the series already has are left out: the run folder and the event stream may overlap. */
export function appendSteps(
  series: StepSeries,
  steps: readonly StepMetrics[],
  limit = STEP_LIMIT,
): StepSeries {
  const fresh = steps.filter(({ step }) => step > series.lastStep);
  if (fresh.length === 0) return series;
  return bounded({ ...withSteps(series, fresh), lastStep: fresh.at(-1)!.step }, limit);
}

/** Steps from the run folder, followed by those that came as events. */
export function mergeSteps(stored: readonly StepMetrics[], live: StepSeries): StepSeries {
  const base = appendSteps(EMPTY_STEPS, stored);
  if (live.lastStep <= base.lastStep) return base;
  const later = only(live, (step) => step > base.lastStep);
  const steps = [...later.step.keys()].map((index) => ({
    step: later.step[index]!,
    seconds: later.seconds[index]!,
    loss: later.loss[index]!,
    accuracy: later.accuracy[index]!,
    learningRate: later.learningRate[index]!,
  }));
  return bounded({ ...withSteps(base, steps), lastStep: live.lastStep }, STEP_LIMIT);
}

/** Drops the steps after `step`, which a resumed run repeats. */
export function rewindSteps(series: StepSeries, step: number): StepSeries {
  if (series.lastStep <= step) return series;
  return { ...only(series, (one) => one <= step), lastStep: step };
}
