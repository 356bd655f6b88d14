/** Live training: the queue of runs and what each is doing. */
import { z } from 'zod';
import { epochMetricsSchema, runRecordSchema, stepMetricsSchema } from '../study/run';
import { progressSchema } from './engine';

export const trainingEventSchema = z.discriminatedUnion('type', [
  /** A run's record changed: created, started, an epoch done, ended. */
  z.object({ type: z.literal('run'), run: runRecordSchema }),
  /** What a run is doing before its first step: provisioning, compiling, loading data. */
  z.object({ type: z.literal('progress'), runId: z.string(), progress: progressSchema }),
  z.object({ type: z.literal('step'), runId: z.string(), metrics: stepMetricsSchema }),
  z.object({ type: z.literal('epoch'), runId: z.string(), metrics: epochMetricsSchema }),
  /** Batches of the validation pass that ends an epoch. */
  z.object({ type: z.literal('validating'), runId: z.string(), epoch: z.number(), fraction: z.number() }),
  /** No run is queued or running any more. */
  z.object({ type: z.literal('idle') }),
]);
export type TrainingEvent = z.infer<typeof trainingEventSchema>;

export const trainingStatusSchema = z.object({
  /** The study that is being trained, or the last one of this session. */
  studyId: z.string().optional(),
  active: z.boolean(),
  /** Runs of that study in the order of training. */
  runs: z.array(runRecordSchema),
});
export type TrainingStatus = z.infer<typeof trainingStatusSchema>;
