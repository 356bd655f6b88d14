/** The learning rate over the whole training, for the small drawing beside the schedule. Pure. */
import { t } from '../../core/messages';
import { learningRateAt } from '../../core/study/learning-rate';
import { stepsPerEpoch } from '../../core/study/order';
import type { TrainingSettings } from '../../core/study/settings';

export interface RatePoint {
  /** 0-based. */
  step: number;
  rate: number;
}

/** Steps drawn, in addition to those on both sides of a jump. */
const POINTS = 240;

/** The two steps around a jump between drawn steps, found by bisection, so that stairs look like stairs. */
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

/** @param trainImages per epoch. A plateau schedule depends on the training, so only its first rate is drawn. */
export function rateCurve(settings: TrainingSettings, trainImages: number) {
  const { schedule, optimizer, epochs } = settings;
  const perEpoch = stepsPerEpoch(trainImages, settings);
  const totalSteps = perEpoch * epochs;
  const rateAt = (step: number) =>
    learningRateAt(schedule, optimizer.learningRate, {
      step,
      stepsPerEpoch: perEpoch,
      totalSteps,
      history: [],
    });
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

/** A warning about boundaries, a warm-up or stairs after the end, which have no effect. */
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
