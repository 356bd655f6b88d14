/** How the learning rate moves over a training: the optimizer's `learningRate` times a factor. */

import { z } from 'zod';
import { MOST_RUNS } from '../basics/limits';

const factor = z.number().positive().max(1);
const steps = z.number().int().nonnegative().max(1e9);

/**
 * All lengths are in steps (updates), 0-based, as the paper counts its iterations. What each gives at a step is
 * defined in learning-rate.ts.
 */
export const scheduleSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('constant').default('constant') }),
  /** The rate is multiplied by `factor` at each boundary, after a warm-up at a fixed share of it. */
  z.object({
    type: z.literal('steps'),
    boundaries: z.array(steps).min(1).max(MOST_RUNS),
    factor: factor.default(0.1),
    /** He et al., section 4.2, for 110 layers: 0.01 instead of 0.1 for the first 400 iterations or so. */
    warmup: steps.default(0),
    warmupFactor: factor.default(0.1),
  }),
  /** rate * factor ^ (step / every), in stairs if asked (keras ExponentialDecay). */
  z.object({
    type: z.literal('exponential'),
    every: steps.min(1),
    factor: factor.default(0.96),
    staircase: z.boolean().default(false),
  }),
  /** Cosine from the rate to `floor` times the rate (keras CosineDecay), after a linear warm-up from 0; `restarts` more times. */
  z.object({
    type: z.literal('cosine'),
    warmup: steps.default(0),
    floor: z.number().min(0).max(1).default(0),
    restarts: z.number().int().min(0).max(1000).default(0),
    /** Each period is this many times as long as the one before (SGDR's T_mult). */
    periodFactor: z.number().min(1).max(10).default(1),
  }),
  /** Smith and Topin, 2018: up from rate / start to the rate over the first `rise` of all steps, down to rate / start / end. */
  z.object({
    type: z.literal('one-cycle'),
    rise: z.number().gt(0).lt(1).default(0.3),
    start: z.number().min(1).default(25),
    end: z.number().min(1).default(1e4),
  }),
  /** Straight from the rate to `floor` times the rate over the whole training, after a linear warm-up from 0. */
  z.object({
    type: z.literal('linear'),
    warmup: steps.default(0),
    floor: z.number().min(0).max(1).default(0),
  }),
  /** Divides when a metric has not improved for `patience` epochs: He et al., "divided by 10 when the error plateaus". */
  z.object({
    type: z.literal('plateau'),
    metric: z.enum(['valAccuracy', 'valLoss', 'loss']).default('valLoss'),
    factor: factor.default(0.1),
    patience: z.number().int().min(1).default(5),
    minDelta: z.number().min(0).default(1e-4),
  }),
]);
export type Schedule = z.infer<typeof scheduleSchema>;
/** As a person may write it: what is left out takes its default. */
export type ScheduleInput = z.input<typeof scheduleSchema>;

type Kind<Type extends Schedule['type']> = Extract<Schedule, { type: Type }>;
export type StepsSchedule = Kind<'steps'>;
export type ExponentialSchedule = Kind<'exponential'>;
export type CosineSchedule = Kind<'cosine'>;
export type OneCycleSchedule = Kind<'one-cycle'>;
export type LinearSchedule = Kind<'linear'>;
export type PlateauSchedule = Kind<'plateau'>;
