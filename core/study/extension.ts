/**
 * What becomes of the learning rate when a run gets more epochs than it was planned for. Some schedules (cosine, one
 * cycle, linear) span the whole training; for all others an extension changes nothing.
 */
import { z } from 'zod';
import { learningRateAt, type TrainingPoint } from './learning-rate';
import { optimizerFields } from './optimizer';
import { type Schedule, scheduleSchema } from './schedule';
import type { TrainingSettings } from './settings';

export const extensionRateSchema = z.discriminatedUnion('type', [
  /**
   * No jump: the schedule is gone through as it was planned, and its last rate is held from there on (keras
   * CosineDecay and PolynomialDecay beyond `decay_steps`; timm's `cooldown_epochs`).
   */
  z.object({ type: z.literal('keep') }),
  /** The rate is that of the longer training from the next update on, and jumps there. */
  z.object({ type: z.literal('stretch') }),
  /** The added epochs have a schedule of their own, which spans them and whose steps are counted from their first. */
  z.object({
    type: z.literal('new'),
    learningRate: optimizerFields.sgd.learningRate.unwrap(),
    schedule: scheduleSchema.prefault({}),
  }),
]);
export type ExtensionRate = z.infer<typeof extensionRateSchema>;

export const extensionSchema = z.object({
  /** Updates done when the run was extended. */
  step: z.number().int().nonnegative(),
  /** Epochs that it was to have until then. */
  planned: z.number().int().positive(),
  /** The epoch after which the added ones come: `planned`, or where early stopping had ended the run. */
  after: z.number().int().nonnegative(),
  rate: extensionRateSchema,
});
export type Extension = z.infer<typeof extensionSchema>;

const SPANNING: ReadonlySet<Schedule['type']> = new Set(['cosine', 'one-cycle', 'linear']);

/** True of a schedule that depends on the length of the training. */
export const spansTraining = ({ type }: Schedule): boolean => SPANNING.has(type);

type Rated = Pick<TrainingSettings, 'epochs' | 'optimizer' | 'schedule' | 'extensions'>;

/** A stretch of epochs with one schedule. */
interface Span {
  schedule: Schedule;
  /** The rate that the schedule's factors apply to. */
  learningRate: number;
  /** Epochs before it. */
  start: number;
  /** Epochs that the schedule spans; behind them its last rate stays. */
  length: number;
}

/**
 * The part of the schedule at an update, counted from 0. Later extensions do not count, so a run that is trained again,
 * or resumed from an earlier checkpoint, has the same rates.
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

/** The schedule of the last epochs. */
export const lastSchedule = (settings: Rated): Schedule => lastSpan(settings).schedule;

/** The learning rate of an update of a run, extensions included. @throws RangeError as `learningRateAt`. */
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

/** Where a run stands that is extended. */
export interface ExtendedAt {
  /** Updates done. */
  step: number;
  /** Whole epochs done. */
  epoch: number;
  /** It has come to its end, be it by early stopping. */
  finished: boolean;
}

/** The settings of a run that is extended by this many epochs. */
export function extendedSettings(
  settings: TrainingSettings,
  { step, epoch, finished }: ExtendedAt,
  moreEpochs: number,
  rate: ExtensionRate,
): TrainingSettings {
  const { epochs: planned, extensions } = settings;
  const after = finished ? epoch : planned;
  const epochs = after + moreEpochs;
  const { schedule } = lastSpan(settings);
  const unchanged =
    rate.type !== 'new' &&
    // Longer from the start, or just as long as planned, is nothing that a rate could tell.
    (!spansTraining(schedule) ||
      (rate.type === 'stretch' && step === 0 && extensions.length === 0) ||
      (rate.type === 'keep' && epochs === planned));
  return {
    ...settings,
    epochs,
    extensions: unchanged ? extensions : [...extensions, { step, planned, after, rate }],
  };
}

/** The rate that stays when the schedule has been gone through; undefined where the training ends with it. */
export function heldRate(settings: Rated): number | undefined {
  const { schedule, learningRate, start, length } = lastSpan(settings);
  if (!spansTraining(schedule) || start + length >= settings.epochs) return undefined;
  // Behind its end in any unit of steps, a warm-up that is longer than the training included.
  const point = { step: 2e9, stepsPerEpoch: 1, totalSteps: 1, history: [] };
  return learningRateAt(schedule, learningRate, point);
}
