/** The rate over the whole training, for the small drawing beside the schedule's fields. Pure. */
import { t } from '../../core/messages';
import { learningRateAt } from '../../core/study/learning-rate';
import type { TrainingSettings } from '../../core/study/settings';

export interface RatePoint {
  /** 0-based. */
  step: number;
  rate: number;
}

export interface RateCurve {
  points: readonly RatePoint[];
  totalSteps: number;
  highest: number;
  lowest: number;
}

/** Steps drawn; a jump between two of them is met to the step. */
const POINTS = 240;

/**
 * Stairs must look like stairs, so wherever the rate leaps between two drawn steps the place of the leap is found
 * by halving.
 */
function leap(from: RatePoint, to: RatePoint, rateAt: (step: number) => number): RatePoint[] {
  const rise = Math.abs(to.rate - from.rate);
  if (to.step - from.step < 2 || rise < 0.05 * Math.max(to.rate, from.rate)) return [];
  let low = from;
  let high = to;
  while (high.step - low.step > 1) {
    const step = Math.floor((low.step + high.step) / 2);
    const middle = { step, rate: rateAt(step) };
    if (Math.abs(middle.rate - low.rate) >= Math.abs(high.rate - middle.rate)) high = middle;
    else low = middle;
  }
  return [low, high].filter(({ step }) => step > from.step && step < to.step);
}

/**
 * @param trainImages of one epoch; the last batch of an epoch may be smaller.
 * A rate that is divided on a plateau depends on the training itself: drawn is what is known, the start.
 */
export function rateCurve(
  { schedule, optimizer, batchSize, epochs }: TrainingSettings,
  trainImages: number,
): RateCurve {
  const stepsPerEpoch = Math.max(1, Math.ceil(trainImages / batchSize));
  const totalSteps = stepsPerEpoch * epochs;
  const rateAt = (step: number) =>
    learningRateAt(schedule, optimizer.learningRate, { step, stepsPerEpoch, totalSteps, history: [] });
  const count = Math.min(POINTS, totalSteps);
  const points: RatePoint[] = [];
  for (let index = 0; index < count; index++) {
    const step = count === 1 ? 0 : Math.round((index * (totalSteps - 1)) / (count - 1));
    const next = { step, rate: rateAt(step) };
    const before = points.at(-1);
    if (before) points.push(...leap(before, next, rateAt));
    points.push(next);
  }
  const rates = points.map(({ rate }) => rate);
  return { points, totalSteps, highest: Math.max(...rates), lowest: Math.min(...rates) };
}

/** Boundaries, warm-up and the like that lie behind the end, and so do nothing. */
export function behindTheEnd({ schedule }: TrainingSettings, totalSteps: number): string | undefined {
  if (schedule.type === 'steps') {
    const late = schedule.boundaries.filter((boundary) => boundary >= totalSteps);
    if (late.length === schedule.boundaries.length) {
      return t('settings.preview.lateSteps', { steps: totalSteps });
    }
  }
  if ((schedule.type === 'cosine' || schedule.type === 'linear') && schedule.warmup >= totalSteps) {
    return t('settings.preview.longWarmup', { steps: totalSteps });
  }
  if (schedule.type === 'exponential' && schedule.staircase && schedule.every >= totalSteps) {
    return t('settings.preview.lateStair', { steps: totalSteps });
  }
  return undefined;
}
