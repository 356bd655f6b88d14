/** A run as its folder tells it: run.json, one line of metrics.jsonl, and what the lists show of it. */
import { z } from 'zod';
import { trainingSettingsSchema } from './settings';

export const runStateSchema = z.enum([
  'queued',
  'preparing',
  'running',
  'finished',
  /** Ended by the person, at a batch of their choosing. */
  'stopped',
  /** The worker or the machine went away. */
  'interrupted',
  /** Ended by an error, which `error` gives. */
  'failed',
]);
export type RunState = z.infer<typeof runStateSchema>;

/** What the network is, for pairing residual with plain (core/analysis/twins.ts). */
export const networkIdentitySchema = z.object({
  variant: z.enum(['residual', 'plain']),
  /** Fingerprint of the graph with its shortcuts removed: equal for a network and its plain twin. */
  twinKey: z.string(),
  /** Fingerprint of the graph as it is: tells apart residual networks of one twin (other or fewer shortcuts). */
  graphKey: z.string().optional(),
  /** Layers with weights on the main path. */
  depth: z.number().int(),
  params: z.number().int(),
  macs: z.number(),
});
export type NetworkIdentity = z.infer<typeof networkIdentitySchema>;

/** Which images were trained on and which the validation numbers stand for, in words. */
export const splitRecordSchema = z.object({
  trainCount: z.number().int(),
  valCount: z.number().int(),
  /** "trained on the 50,000 official training images, validated on the 10,000 official test images" */
  description: z.string(),
});
export type SplitRecord = z.infer<typeof splitRecordSchema>;

/** loss: mean over the examples seen in the epoch; accuracy: share in 0..1; seconds: wall time. */
export const epochMetricsSchema = z.object({
  type: z.literal('epoch'),
  /** 1-based. */
  epoch: z.number().int(),
  loss: z.number(),
  accuracy: z.number(),
  valLoss: z.number(),
  valAccuracy: z.number(),
  seconds: z.number(),
  imagesPerSecond: z.number(),
});
export type EpochMetrics = z.infer<typeof epochMetricsSchema>;

export const stepMetricsSchema = z.object({
  type: z.literal('step'),
  /** 1-based, counted over the whole run. */
  step: z.number().int(),
  epoch: z.number().int(),
  /** Of this batch alone. */
  loss: z.number(),
  accuracy: z.number(),
  /** Seconds since training began. */
  seconds: z.number(),
});
export type StepMetrics = z.infer<typeof stepMetricsSchema>;

export const runRecordSchema = z.object({
  format: z.literal('skipwire.run'),
  version: z.literal(1),
  id: z.string(),
  studyId: z.string(),
  studyName: z.string(),
  arm: z.string(),
  state: runStateSchema,
  /** ISO 8601. */
  createdAt: z.string(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  settings: trainingSettingsSchema,
  network: networkIdentitySchema,
  split: splitRecordSchema.optional(),
  stepsPerEpoch: z.number().int().optional(),
  /** Index into the colour list of the theme, set once at creation. */
  color: z.number().int().nonnegative(),
  epochs: z.array(epochMetricsSchema).default([]),
  /** Epoch whose weights the newest checkpoint holds; 0 before any. */
  checkpointEpoch: z.number().int().default(0),
  error: z.string().optional(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

export const runMetricsSchema = z.object({
  steps: z.array(stepMetricsSchema),
  epochs: z.array(epochMetricsSchema),
});
export type RunMetrics = z.infer<typeof runMetricsSchema>;
