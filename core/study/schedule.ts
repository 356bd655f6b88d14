/** How the learning rate changes over a training: a factor on the optimizer's `learningRate`. */
import { z } from 'zod';
import { MOST_RUNS } from '../basics/limits';
import { setting } from './setting/entry';

const factor = z.number().positive().max(1);
const steps = z.number().int().nonnegative().max(1e9);
const group = 'schedule';
const warmup = () => setting(steps.default(0), { group, unit: 'steps' });
const floor = () => setting(z.number().min(0).max(1).default(0), { group, unit: 'share' });

/** Lengths are in steps (updates), 0-based. learning-rate.ts computes them. */
export const scheduleSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('constant').default('constant') }),
  /** Multiplied by `factor` at each boundary, after a warm-up at a fixed share. */
  z.object({
    type: z.literal('steps'),
    // The paper's, for its 64,000 iterations.
    boundaries: setting(z.array(steps).min(1).max(MOST_RUNS), { group, start: [32_000, 48_000] }),
    factor: setting(factor.default(0.1), { group }),
    /** He et al., section 4.2, for 110 layers: 0.01 for the first 400 iterations. */
    warmup: warmup(),
    warmupFactor: setting(factor.default(0.1), { group, unit: 'share' }),
  }),
  /** rate * factor ^ (step / every), in stairs if asked (keras ExponentialDecay). */
  z.object({
    type: z.literal('exponential'),
    every: setting(steps.min(1), { group, unit: 'steps', start: 1000, keras: 'decay_steps' }),
    factor: setting(factor.default(0.96), { group }),
    staircase: setting(z.boolean().default(false), { group, keras: 'staircase' }),
  }),
  /** Cosine down to `floor` times the rate (keras CosineDecay), after a linear warm-up from 0. */
  z.object({
    type: z.literal('cosine'),
    warmup: warmup(),
    floor: floor(),
    restarts: setting(z.number().int().min(0).max(1000).default(0), {
      group,
      source: 'Loshchilov and Hutter, 2017',
    }),
    /** SGDR's T_mult. */
    periodFactor: setting(z.number().min(1).max(10).default(1), { group, keras: 't_mul' }),
  }),
  /** From rate / start up to the rate over the first `rise` of all steps, then down to rate / start / end. */
  z.object({
    type: z.literal('one-cycle'),
    rise: setting(z.number().gt(0).lt(1).default(0.3), {
      group,
      unit: 'share',
      source: 'Smith and Topin, 2018',
    }),
    start: setting(z.number().min(1).default(25), { group }),
    end: setting(z.number().min(1).default(1e4), { group }),
  }),
  /** Down to `floor` times the rate, after a linear warm-up from 0. */
  z.object({ type: z.literal('linear'), warmup: warmup(), floor: floor() }),
  /** Divided when a metric has not improved for `patience` epochs. */
  z.object({
    type: z.literal('plateau'),
    metric: setting(z.enum(['valAccuracy', 'valLoss', 'loss']).default('valLoss'), {
      group,
      names: 'metrics',
      keras: 'keras.callbacks.ReduceLROnPlateau',
    }),
    factor: setting(factor.default(0.1), { group }),
    patience: setting(z.number().int().min(1).default(5), { group, unit: 'epochs' }),
    minDelta: setting(z.number().min(0).default(1e-4), { group }),
  }),
]);
export type Schedule = z.infer<typeof scheduleSchema>;
/** With optional fields. */
export type ScheduleInput = z.input<typeof scheduleSchema>;

type Kind<Type extends Schedule['type']> = Extract<Schedule, { type: Type }>;
export type StepsSchedule = Kind<'steps'>;
export type ExponentialSchedule = Kind<'exponential'>;
export type CosineSchedule = Kind<'cosine'>;
export type OneCycleSchedule = Kind<'one-cycle'>;
export type LinearSchedule = Kind<'linear'>;
export type PlateauSchedule = Kind<'plateau'>;
