/** A run as its folder tells it: run.json, one line of metrics.jsonl, and what the lists show of it. */

import { z } from 'zod';
import { LONGEST_FILE_NAME } from '../basics/limits';
import { inEnglish, type MessageOrText, messageSchema, t, textOf, textSchema } from '../messages';
import { extensionRateSchema } from './extension';
import { trainingSettingsSchema } from './settings';

/** The name of a run's folder. */
export const runIdSchema = z.string().min(1).max(LONGEST_FILE_NAME);

export const runStateSchema = z.enum([
  'queued',
  'preparing',
  'running',
  /** Put aside by the person with a checkpoint of the very step; goes on where it was. */
  'paused',
  'finished',
  /** Ended by the person, at a batch of their choosing. */
  'stopped',
  /** The worker or the machine went away. */
  'interrupted',
  /** Ended by an error, which `error` gives. */
  'failed',
]);
export type RunState = z.infer<typeof runStateSchema>;

/** The network's BatchNormalization layers, and the largest momentum among them: 0 where there are none. */
export const batchNormLayersSchema = z.object({ layers: z.number().int(), momentum: z.number() });
export type BatchNormLayers = z.infer<typeof batchNormLayersSchema>;

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
  /** Absent in runs from before it was recorded. */
  batchNorm: batchNormLayersSchema.optional(),
});
export type NetworkIdentity = z.infer<typeof networkIdentitySchema>;

export const perClassSchema = z.object({
  train: z.array(z.number().int()),
  validation: z.array(z.number().int()),
  test: z.array(z.number().int()).optional(),
});
export type PerClass = z.infer<typeof perClassSchema>;

/** Which images were trained on and which the validation numbers stand for, in words. */
export const splitRecordSchema = z.object({
  trainCount: z.number().int(),
  valCount: z.number().int(),
  /** "trained on the 50,000 official training images, validated on ...": in English, and the same for the same images. */
  description: z.string(),
  /** The same to be shown; absent in older records. */
  said: messageSchema.optional(),
  /** The data set's name as it was then. */
  dataset: z.string().optional(),
  /** What the validation images are: the set's own validation or test split, or held out of the training split. */
  validatedOn: z.enum(['validation', 'test', 'held-out']).optional(),
  /** Images of the one test number; absent where none are left for one. */
  testCount: z.number().int().optional(),
  /** What they are by the set's makers. */
  testedOn: z.enum(['validation', 'test']).optional(),
  /** Seed of the draws; absent where nothing was drawn. */
  seed: z.number().int().optional(),
  /** The network's outputs in order, and the set's classes that each stands for. */
  classes: z.array(z.object({ name: z.string(), of: z.array(z.string()) })).optional(),
  /** Images of each output; known at the latest when the worker has chosen them. */
  perClass: perClassSchema.optional(),
  /** What the import left out and what it found odd; `list` in the run's folder names each file and the reason. */
  files: z
    .object({ dropped: z.number().int(), odd: z.number().int(), list: z.string().optional() })
    .optional(),
  /** What the data set is (main/datasets/storage/digest.ts): a run that is taken up again must find the same. */
  digest: z.string().optional(),
  /** What older versions knew the images by; kept so that their runs are still recognized. */
  fingerprint: z.string().optional(),
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
  /** Shares of images whose class is among the five likeliest; with more than five classes. */
  top5: z.number().optional(),
  valTop5: z.number().optional(),
  /** In the last step of the epoch. */
  learningRate: z.number().optional(),
  seconds: z.number(),
  /** The part of `seconds` spent on re-estimating BatchNorm statistics; absent where they were not re-estimated. */
  batchNormSeconds: z.number().optional(),
  imagesPerSecond: z.number(),
});
export type EpochMetrics = z.infer<typeof epochMetricsSchema>;

/**
 * The one number that nothing was chosen by: the best checkpoint's on the test images, computed once at the end of a
 * finished run.
 */
export const testMetricsSchema = z.object({
  loss: z.number(),
  accuracy: z.number(),
  /** With more than five classes. */
  top5: z.number().optional(),
  /** Images. */
  count: z.number().int(),
  /** Epoch of the best checkpoint (`settings.checkpoints.best`). */
  epoch: z.number().int(),
  /** How many epochs the run had when it ended. */
  ofEpochs: z.number().int(),
  /** ISO 8601. */
  at: z.string(),
});
export type TestMetrics = z.infer<typeof testMetricsSchema>;

export const stepMetricsSchema = z.object({
  type: z.literal('step'),
  /** 1-based, counted over the whole run. */
  step: z.number().int(),
  epoch: z.number().int(),
  /** For this batch only. */
  loss: z.number(),
  accuracy: z.number(),
  /** Absent in runs of before there were schedules. */
  learningRate: z.number().optional(),
  /** Seconds since training began. */
  seconds: z.number(),
});
export type StepMetrics = z.infer<typeof stepMetricsSchema>;

/** A file of weights and optimizer slots in the run's folder. */
export const checkpointSchema = z.object({
  /** Name in `checkpoints/`. */
  file: z.string(),
  /** Whole epochs done, and updates done; a checkpoint within an epoch has more steps than its epochs. */
  epoch: z.number().int().nonnegative(),
  step: z.number().int().nonnegative(),
  /** last: the newest; best: by `settings.checkpoints.best`. One file may be both. */
  roles: z.array(z.enum(['last', 'best'])),
  /** The value of `settings.checkpoints.best` at the end of the epoch. */
  metric: z.number().optional(),
});
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** What was done to a run after it was made, oldest first. */
export const runChangeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('paused'), at: z.string(), step: z.number().int() }),
  /** From a pause, a stop, a crash or a failure; from the checkpoint of that step. */
  z.object({ type: z.literal('resumed'), at: z.string(), step: z.number().int() }),
  z.object({
    type: z.literal('extended'),
    at: z.string(),
    /** Epochs that it had, or was to have. */
    from: z.number().int(),
    to: z.number().int(),
    /** What became of the learning rate; absent in runs of before there was a choice, whose schedules were stretched. */
    rate: extensionRateSchema.optional(),
    /** In the last update before it and the first after it; absent before the first update. */
    learningRates: z.object({ before: z.number(), after: z.number() }).optional(),
  }),
  /** Ended before its last epoch by early stopping. */
  z.object({ type: z.literal('stopped-early'), at: z.string(), epoch: z.number().int(), metric: z.string() }),
  /** Its files were put right; the originals are in that folder within the run's. */
  z.object({ type: z.literal('repaired'), at: z.string(), kept: z.string() }),
  /** Its folder was renamed, or is a copy of that run's, and has become a run of its own. */
  z.object({ type: z.literal('renamed'), at: z.string(), from: z.string() }),
]);
export type RunChange = z.infer<typeof runChangeSchema>;

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
  /** Index into the color list of the theme, set once at creation. */
  color: z.number().int().nonnegative(),
  epochs: z.array(epochMetricsSchema).default([]),
  /** Epoch whose weights the newest checkpoint holds; 0 before any. */
  checkpointEpoch: z.number().int().default(0),
  /** In English, for other programs that read run.json; `errorMessage` is the same as data. */
  error: z.string().optional(),
  errorMessage: messageSchema.optional(),
  /** The error is a loss or a weight that is not finite: with the same settings and seed it would come again. */
  diverged: z.boolean().optional(),
  /** For an error that something can be done about: a batch size that fits. */
  suggestedBatchSize: z.number().int().positive().optional(),
  /** Its worker crashed on a GPU: the CPU may do. */
  tryCpu: z.boolean().optional(),
  checkpoints: z.array(checkpointSchema).default([]),
  /** Only for finished runs with test images. */
  test: testMetricsSchema.optional(),
  /** Those of before it was extended, oldest first. */
  earlierTests: z.array(testMetricsSchema).default([]),
  changes: z.array(runChangeSchema).default([]),
  /** The run and checkpoint whose weights this one began with, when it was restarted with other settings. */
  startedFrom: z
    .object({
      runId: z.string(),
      epoch: z.number().int(),
      step: z.number().int(),
      /**
       * What images are normalized by: the checkpoint's statistics, with which its weights were trained, or ones
       * measured again, since the data set or the kind of normalization is another. Absent without normalization, and in
       * runs of before it was chosen, which all measured.
       */
      statistics: z.enum(['checkpoint', 'other-data', 'other-normalization']).optional(),
    })
    .optional(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

/** What a record says of an error. */
export const recordedError = (said: MessageOrText): Pick<RunRecord, 'error' | 'errorMessage'> => ({
  error: inEnglish(said),
  errorMessage: typeof said === 'string' ? undefined : said,
});

/** A run's error in the current language; undefined where it has none. */
export const errorOf = ({ error, errorMessage }: Pick<RunRecord, 'error' | 'errorMessage'>) =>
  error === undefined ? undefined : textOf(errorMessage ?? error, error);

/** "ResNet-20, seed 1" */
export const nameOf = ({ arm, settings }: Pick<RunRecord, 'arm' | 'settings'>): string =>
  t('train.run.name', { arm, seed: settings.seed });

/** Why plain nets degrade (He et al., figure 7): one block at one step, computed in the graph. */
export const blockDiagnosticsSchema = z.object({
  /** Id of the group on the canvas, or of the node where it is in none. */
  block: z.string(),
  /** Euclidean norm of the gradients of all the block's trainable weights, before clipping. */
  gradientNorm: z.number(),
  /** Norm of the weights' change in this step over the norm of the weights. */
  updateRatio: z.number(),
  /** Standard deviation of the block's output over the batch, after its last normalization and before the Add. */
  activationSpread: z.number(),
});
export const diagnosticsSchema = z.object({
  type: z.literal('diagnostics'),
  step: z.number().int(),
  epoch: z.number().int(),
  blocks: z.array(blockDiagnosticsSchema),
});
export type Diagnostics = z.infer<typeof diagnosticsSchema>;

export const runMetricsSchema = z.object({
  steps: z.array(stepMetricsSchema),
  epochs: z.array(epochMetricsSchema),
  diagnostics: z.array(diagnosticsSchema).default([]),
  /** What is wrong with the file, in sentences: a repair puts it right. Absent where nothing is. */
  faults: z.array(textSchema).optional(),
});
export type RunMetrics = z.infer<typeof runMetricsSchema>;
