/** The learning rate of a run that gets more epochs. Only cosine, one-cycle and linear depend on the length of the training. */
import { z } from 'zod';
import { learningRateAt, type TrainingPoint } from './learning-rate';
import { optimizerFields } from './optimizer';
import { type Schedule, scheduleSchema } from './schedule';

export const extensionRateSchema = z.discriminatedUnion('type', [
  /** Completes the schedule as planned, then keeps its last rate (keras CosineDecay beyond `decay_steps`). */
  z.object({ type: z.literal('keep') }),
  /** Jumps to the rate of the longer training. */
  z.object({ type: z.literal('stretch') }),
  /** The added epochs have their own schedule. */
  z.object({
    type: z.literal('new'),
    learningRate: optimizerFields.sgd.learningRate.unwrap(),
    schedule: scheduleSchema.prefault({}),
  }),
]);
export type ExtensionRate = z.infer<typeof extensionRateSchema>;

export const extensionSchema = z.object({
  /** Updates done at that time. */
  step: z.number().int().nonnegative(),
  /** Epochs planned before. */
  planned: z.number().int().positive(),
  /** The epoch before the added ones: `planned`, or where early stopping ended the run. */
  after: z.number().int().nonnegative(),
  rate: extensionRateSchema,
});
export type Extension = z.infer<typeof extensionSchema>;

const SPANNING: ReadonlySet<Schedule['type']> = new Set(['cosine', 'one-cycle', 'linear']);

export const spansTraining = ({ type }: Schedule): boolean => SPANNING.has(type);

/** The settings of a training that the rate depends on. */
interface Rated {
  epochs: number;
  optimizer: { learningRate: number };
  schedule: Schedule;
  extensions: readonly Extension[];
}

/** A stretch of epochs with one schedule. */
interface Span {
  schedule: Schedule;
  learningRate: number;
  /** Epochs before it. */
  start: number;
  /** Epochs that the schedule spans. */
  length: number;
}

/**
 * For a 0-based update. Later decisions do not count, so a run resumed from an earlier checkpoint gets the same rates
 * again.
 */
function spanAt({ epochs, optimizer, schedule, extensions }: Rated, step: number, epoch: number): Span {
  const total = extensions.find((one) => one.step > step)?.planned ?? epochs;
  let span = { schedule, learningRate: optimizer.learningRate, start: 0 };
  let end: number | undefined;
  for (const { planned, after, rate } of extensions.filter((one) => one.step <= step)) {
    if (rate.type === 'stretch') end = undefined;
    else if (rate.type === 'new' && epoch >= after) {
      span = { schedule: rate.schedule, learningRate: rate.learningRate, start: after };
      end = undefined;
    } else end ??= planned;
  }
  return { ...span, length: (end ?? total) - span.start };
}

const lastSpan = (settings: Rated): Span => spanAt(settings, Number.MAX_SAFE_INTEGER, settings.epochs);

export const lastSchedule = (settings: Rated): Schedule => lastSpan(settings).schedule;

/** Includes extensions. @throws RangeError like `learningRateAt`. */
export function learningRateOf(settings: Rated, point: Omit<TrainingPoint, 'totalSteps'>): number {
  const { step, stepsPerEpoch, history } = point;
  const { schedule, learningRate, start, length } = spanAt(settings, step, Math.floor(step / stepsPerEpoch));
  return learningRateAt(schedule, learningRate, {
    step: step - start * stepsPerEpoch,
    stepsPerEpoch,
    totalSteps: length * stepsPerEpoch,
    history:
      start === 0
        ? history
        : history.flatMap((one) => (one.epoch > start ? [{ ...one, epoch: one.epoch - start }] : [])),
  });
}

interface ExtendedAt {
  step: number;
  epoch: number;
  /** Perhaps by early stopping. */
  finished: boolean;
}

export function extendedSettings<Settings extends Rated>(
  settings: Settings,
  { step, epoch, finished }: ExtendedAt,
  moreEpochs: number,
  rate: ExtensionRate,
): Settings {
  const { epochs: planned, extensions } = settings;
  const after = finished ? epoch : planned;
  const epochs = after + moreEpochs;
  const { schedule } = lastSpan(settings);
  const unchanged =
    rate.type !== 'new' &&
    // Longer from the start, or as long as planned: the rates are the same.
    (!spansTraining(schedule) ||
      (rate.type === 'stretch' && step === 0 && extensions.length === 0) ||
      (rate.type === 'keep' && epochs === planned));
  return {
    ...settings,
    epochs,
    extensions: unchanged ? extensions : [...extensions, { step, planned, after, rate }],
  };
}

/** The rate after the schedule's end; undefined if the training ends with it. */
export function heldRate(settings: Rated): number | undefined {
  const { schedule, learningRate, start, length } = lastSpan(settings);
  if (!spansTraining(schedule) || start + length >= settings.epochs) return undefined;
  // After its end in any unit of steps, and after any warm-up.
  const point = { step: 2e9, stepsPerEpoch: 1, totalSteps: 1, history: [] };
  return learningRateAt(schedule, learningRate, point);
}
