/** Live training: the queue of runs and what each is doing. */
import { z } from 'zod';
import { LONGEST_FILE_NAME } from '../basics/limits';
import { documentSchema } from '../graph/document';
import {
  diagnosticsSchema,
  epochMetricsSchema,
  runIdSchema,
  runRecordSchema,
  stepMetricsSchema,
} from '../study/run';
import { trainingSettingsSchema } from '../study/settings';
import { progressSchema } from './engine';

export const trainingEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run'), run: runRecordSchema }),
  /** Before the first step: provisioning, compiling, loading data. */
  z.object({ type: z.literal('progress'), runId: z.string(), progress: progressSchema }),
  z.object({ type: z.literal('step'), runId: z.string(), metrics: stepMetricsSchema }),
  z.object({ type: z.literal('diagnostics'), runId: z.string(), diagnostics: diagnosticsSchema }),
  z.object({ type: z.literal('epoch'), runId: z.string(), metrics: epochMetricsSchema }),
  /** Re-estimating BatchNorm's statistics before the validation. */
  z.object({ type: z.literal('statistics'), runId: z.string(), epoch: z.number(), fraction: z.number() }),
  z.object({ type: z.literal('validating'), runId: z.string(), epoch: z.number(), fraction: z.number() }),
  z.object({ type: z.literal('testing'), runId: z.string(), fraction: z.number() }),
  /** What was measured; `slower`: float32 would be faster. */
  z.object({ type: z.literal('precision'), words: z.string(), slower: z.boolean() }),
  /** The order, a priority or the number of slots has changed: list the queue again. */
  z.object({ type: z.literal('queue') }),
  /** No run is queued or running. */
  z.object({ type: z.literal('idle') }),
]);
export type TrainingEvent = z.infer<typeof trainingEventSchema>;

/** Named, because the current run may be another one when the call arrives. */
export const endedSchema = z.union([
  z.object({ runId: runIdSchema }),
  z.object({ studyId: z.string().min(1).max(LONGEST_FILE_NAME) }),
]);
export type Ended = z.infer<typeof endedSchema>;

export const trainingStatusSchema = z.object({
  /** The study in training, or the last one of this session; the queue may have others. */
  studyId: z.string().optional(),
  /** Anything trains or waits. */
  active: z.boolean(),
  runs: z.array(runRecordSchema),
});
export type TrainingStatus = z.infer<typeof trainingStatusSchema>;

/** The learning-rate range test (Smith, 2017): the rate grows at each step until the loss diverges. */
export const rangeTestRequestSchema = z.object({
  graph: documentSchema,
  settings: trainingSettingsSchema,
  minimum: z.number().positive().default(1e-6),
  maximum: z.number().positive().default(10),
  steps: z.number().int().min(10).max(10_000).default(100),
});
export type RangeTestRequest = z.infer<typeof rangeTestRequestSchema>;

export const rangeTestEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), progress: progressSchema }),
  z.object({
    type: z.literal('point'),
    step: z.number().int(),
    learningRate: z.number(),
    loss: z.number(),
    /** Exponential mean of the loss, de-biased. */
    smoothed: z.number(),
  }),
  /** `suggestion`: where the smoothed loss falls fastest; absent if it never falls. */
  z.object({
    type: z.literal('done'),
    suggestion: z.number().optional(),
    /** diverged: the loss grew to four times its minimum. */
    reason: z.enum(['steps', 'diverged']),
  }),
]);
export type RangeTestEvent = z.infer<typeof rangeTestEventSchema>;

/** Bytes. */
export const memoryEstimateSchema = z.object({
  weights: z.number(),
  gradients: z.number(),
  slots: z.number(),
  activations: z.number(),
  workspace: z.number(),
  /** The data set in memory. */
  data: z.number(),
  runtime: z.number(),
  total: z.number(),
  /** Images that a GPU will hold, counted in `data` too. */
  residentImages: z.number().optional(),
  /** Free on the device; absent if unknown. */
  available: z.number().optional(),
  /** Largest first. */
  largest: z.array(z.object({ node: z.string(), bytes: z.number() })),
  /** The largest power of two that fits `available`. */
  fittingBatchSize: z.number().int().optional(),
});
export type MemoryEstimate = z.infer<typeof memoryEstimateSchema>;
