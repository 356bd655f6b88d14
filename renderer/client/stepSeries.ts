/** The steps of one run in the window: bounded, without losing extremes. */

import { downsample } from '../../core/figures/downsample';
import type { StepMetrics } from '../../core/study/run';

export interface StepValue {
  /** 1-based, over the whole run. */
  step: number;
  /** Since training began. */
  seconds: number;
  value: number;
}

export interface StepSeries {
  loss: readonly StepValue[];
  accuracy: readonly StepValue[];
  /** Empty in runs from before there were schedules. */
  learningRate: readonly StepValue[];
  /** 0 before any. */
  lastStep: number;
}

type ValueName = 'loss' | 'accuracy' | 'learningRate';

export const EMPTY_STEPS: StepSeries = { loss: [], accuracy: [], learningRate: [], lastStep: 0 };

/** Points kept of each value; thinned when there are twice as many. */
const STEP_LIMIT = 8192;

const valueAt = (point: StepValue) => point.value;

function bounded(points: readonly StepValue[], limit: number): readonly StepValue[] {
  return points.length <= 2 * limit ? points : downsample(points, limit, valueAt);
}

/** Steps that the series already has are left out: the run folder and the event stream may overlap. */
export function appendSteps(
  series: StepSeries,
  steps: readonly StepMetrics[],
  limit = STEP_LIMIT,
): StepSeries {
  const fresh = steps.filter(({ step }) => step > series.lastStep);
  if (fresh.length === 0) return series;
  const values = (name: ValueName) =>
    fresh.flatMap(({ step, seconds, [name]: value }): StepValue[] =>
      value === undefined ? [] : [{ step, seconds, value }],
    );
  return {
    ...each((name) => bounded([...series[name], ...values(name)], limit)),
    lastStep: fresh.at(-1)!.step,
  };
}

const each = (points: (name: ValueName) => readonly StepValue[]) => ({
  loss: points('loss'),
  accuracy: points('accuracy'),
  learningRate: points('learningRate'),
});

/** Steps from the run folder, followed by those that came as events. */
export function mergeSteps(stored: readonly StepMetrics[], live: StepSeries): StepSeries {
  const base = appendSteps(EMPTY_STEPS, stored);
  if (live.lastStep <= base.lastStep) return base;
  const later = (points: readonly StepValue[]) => points.filter(({ step }) => step > base.lastStep);
  return {
    ...each((name) => bounded([...base[name], ...later(live[name])], STEP_LIMIT)),
    lastStep: live.lastStep,
  };
}

/** Drops the steps after `step`, which a resumed run repeats. */
export function rewindSteps(series: StepSeries, step: number): StepSeries {
  if (series.lastStep <= step) return series;
  const kept = (points: readonly StepValue[]) => points.filter((point) => point.step <= step);
  return { ...each((name) => kept(series[name])), lastStep: step };
}
