/** The learning rate of a step, without state, so a resumed training has the same rates as one that never stopped. */
import type {
  CosineSchedule,
  ExponentialSchedule,
  LinearSchedule,
  OneCycleSchedule,
  PlateauSchedule,
  Schedule,
  StepsSchedule,
} from './schedule';

/** A finished epoch; losses are means over its examples, accuracy is 0..1. */
interface FinishedEpoch {
  /** 1-based. */
  epoch: number;
  loss: number;
  valLoss: number;
  valAccuracy: number;
}

export interface TrainingPoint {
  /** 0-based update, counted over the whole run. */
  step: number;
  stepsPerEpoch: number;
  /** That the schedule spans; the whole training, unless extended. */
  totalSteps: number;
  /** Finished epochs, for `plateau`, which ignores those that end after `step`. */
  history: readonly FinishedEpoch[];
}

/** @param baseRate the highest rate. @throws RangeError when `step` is not a whole number of at least 0. */
export function learningRateAt(schedule: Schedule, baseRate: number, point: TrainingPoint): number {
  const { step, totalSteps } = point;
  if (!Number.isInteger(step) || step < 0) {
    throw new RangeError(`A step is a whole number of at least 0. Received: ${step}.`);
  }
  switch (schedule.type) {
    case 'constant':
      return baseRate;
    case 'steps':
      return baseRate * inSteps(schedule, step);
    case 'exponential':
      return baseRate * exponential(schedule, step);
    case 'cosine':
      return baseRate * warmedUp(schedule, step, totalSteps, cosine);
    case 'one-cycle':
      return baseRate * oneCycle(schedule, step, totalSteps);
    case 'linear':
      return baseRate * warmedUp(schedule, step, totalSteps, linear);
    case 'plateau':
      return baseRate * schedule.factor ** plateaus(schedule, point);
  }
}

/** torch.optim.lr_scheduler.MultiStepLR: a boundary is the first step of the smaller rate (keras: one step later). */
function inSteps({ boundaries, factor, warmup, warmupFactor }: StepsSchedule, step: number): number {
  const passed = boundaries.filter((boundary) => step >= boundary).length;
  return factor ** passed * (step < warmup ? warmupFactor : 1);
}

/** keras.optimizers.schedules.ExponentialDecay */
function exponential({ every, factor, staircase }: ExponentialSchedule, step: number): number {
  return factor ** (staircase ? Math.floor(step / every) : step / every);
}

/** Step s of the warm-up has the share s / warmup. The decay, restarts included, spans the remaining steps (as in keras CosineDecay). */
function warmedUp<Decaying extends { warmup: number }>(
  schedule: Decaying,
  step: number,
  totalSteps: number,
  decay: (schedule: Decaying, step: number, length: number) => number,
): number {
  if (step < schedule.warmup) return step / schedule.warmup;
  return decay(schedule, step - schedule.warmup, totalSteps - schedule.warmup);
}

/**
 * keras CosineDecay; with restarts CosineDecayRestarts (Loshchilov and Hutter, 2017), whose restarts + 1 periods, each
 * `periodFactor` times as long as the one before, fill `length`. A period ends at a rounded step, which begins the next one at
 * the full rate.
 */
function cosine({ floor, restarts, periodFactor }: CosineSchedule, step: number, length: number): number {
  if (step >= length) return floor;
  const ends = (periods: number) =>
    Math.round((length * geometricSum(periodFactor, periods)) / geometricSum(periodFactor, restarts + 1));
  let period = 0;
  while (period < restarts && step >= ends(period + 1)) period += 1;
  const begin = ends(period);
  const done = (step - begin) / (ends(period + 1) - begin);
  return floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * done));
}

/** 1 + ratio + ratio^2 + ... */
const geometricSum = (ratio: number, terms: number): number =>
  ratio === 1 ? terms : (ratio ** terms - 1) / (ratio - 1);

/** keras PolynomialDecay with power 1. */
function linear({ floor }: LinearSchedule, step: number, length: number): number {
  return step >= length ? floor : 1 - (1 - floor) * (step / length);
}

/** torch.optim.lr_scheduler.OneCycleLR by default: two phases of cosine, the peak at step rise * totalSteps - 1. */
function oneCycle({ rise, start, end }: OneCycleSchedule, step: number, totalSteps: number): number {
  const lowest = 1 / start / end;
  const last = totalSteps - 1;
  const peak = rise * totalSteps - 1;
  if (step < peak) return between(1 / start, 1, step / peak);
  if (step >= last) return lowest;
  return between(1, lowest, (step - Math.max(peak, 0)) / (last - Math.max(peak, 0)));
}

/** Half a cosine from one value to another. */
const between = (from: number, to: number, done: number): number =>
  to + ((from - to) / 2) * (1 + Math.cos(Math.PI * done));

/** How often the rate was divided: keras ReduceLROnPlateau without a cooldown. */
function plateaus(
  { metric, patience, minDelta }: PlateauSchedule,
  { step, stepsPerEpoch, history }: TrainingPoint,
): number {
  const sign = metric === 'valAccuracy' ? -1 : 1;
  const finished = Math.floor(step / stepsPerEpoch);
  let best = Number.POSITIVE_INFINITY;
  let waited = 0;
  let times = 0;
  for (const epoch of history) {
    if (epoch.epoch > finished) break;
    const value = sign * epoch[metric];
    if (value < best - minDelta) {
      best = value;
      waited = 0;
      continue;
    }
    waited += 1;
    if (waited < patience) continue;
    times += 1;
    waited = 0;
  }
  return times;
}
