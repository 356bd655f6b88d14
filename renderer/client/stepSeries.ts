/** The steps of one run as the window keeps them: bounded, with no extreme lost. */
import type { StepMetrics } from '../../core/study/run';
import { downsample } from '../charts/downsample';

/** One value of one step. */
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
  /** Number of the newest step; 0 before any. */
  lastStep: number;
}

export const EMPTY_STEPS: StepSeries = { loss: [], accuracy: [], lastStep: 0 };

/** Points kept of each value; twice as many may stand before they are thinned again. */
export const STEP_LIMIT = 8192;

const valueAt = (point: StepValue) => point.value;

function bounded(points: readonly StepValue[], limit: number): readonly StepValue[] {
  return points.length <= 2 * limit ? points : downsample(points, limit, valueAt);
}

/**
 * The series with `steps` appended. Steps that it already has are left out, so that what the run folder
 * tells and what the event stream tells can be put together in any overlap.
 */
export function appendSteps(
  series: StepSeries,
  steps: readonly StepMetrics[],
  limit = STEP_LIMIT,
): StepSeries {
  const fresh = steps.filter(({ step }) => step > series.lastStep);
  if (fresh.length === 0) return series;
  const values = (name: 'loss' | 'accuracy') =>
    fresh.map(({ step, seconds, [name]: value }): StepValue => ({ step, seconds, value }));
  return {
    loss: bounded([...series.loss, ...values('loss')], limit),
    accuracy: bounded([...series.accuracy, ...values('accuracy')], limit),
    lastStep: fresh.at(-1)!.step,
  };
}

/** Puts the steps that came by event behind those that the run folder has. */
export function mergeSteps(stored: readonly StepMetrics[], live: StepSeries): StepSeries {
  const base = appendSteps(EMPTY_STEPS, stored);
  if (live.lastStep <= base.lastStep) return base;
  const later = (points: readonly StepValue[]) => points.filter(({ step }) => step > base.lastStep);
  return {
    loss: bounded([...base.loss, ...later(live.loss)], STEP_LIMIT),
    accuracy: bounded([...base.accuracy, ...later(live.accuracy)], STEP_LIMIT),
    lastStep: live.lastStep,
  };
}
