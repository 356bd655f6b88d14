/** What a person chooses in the Train view, on the command line, or in a recipe. */

import { z } from 'zod';
import { LONGEST_NAME, MOST_RUNS } from '../basics/limits';
import { documentSchema } from '../graph/document';
import { augmentationSchema, normalizationSchema } from './augmentation';
import { datasetIdSchema, preprocessingSchema, selectionSchema } from './data';
import { extensionSchema } from './extension';
import { optimizerSchema } from './optimizer';
import { precisionChoiceSchema } from './precision';
import { scheduleSchema } from './schedule';
import { seedSchema } from './seed';

export type DatasetId = z.infer<typeof datasetIdSchema>;

export const metricNameSchema = z.enum(['valAccuracy', 'valLoss', 'accuracy', 'loss']);
export type MetricName = z.infer<typeof metricNameSchema>;

/** Ends a run whose metric has not improved by `minDelta` for `patience` epochs. */
export const earlyStoppingSchema = z.object({
  metric: metricNameSchema.default('valLoss'),
  patience: z.number().int().min(1).default(5),
  minDelta: z.number().min(0).default(0),
});

export const checkpointRuleSchema = z.object({
  /** The best epoch by this metric is kept beside the last ones. */
  best: metricNameSchema.default('valAccuracy'),
  /** The newest so many are kept; all others but the best are pruned. */
  keep: z.number().int().min(1).max(10_000).default(2),
  /** Beside those at the end of each epoch, one every so many steps; null makes none. */
  everySteps: z.number().int().min(1).nullable().default(null),
});

/**
 * Precise BatchNorm (Wu and Johnson, arXiv 2105.07576): before each validation, the moving mean and variance are
 * re-estimated from training batches with the weights held still, and take the place of the moving averages.
 */
export const preciseBatchNormSchema = z.object({
  /** At most the full batches of an epoch. 200 is Detectron2's default. */
  batches: z.number().int().min(1).max(100_000).default(200),
});
export type PreciseBatchNorm = z.infer<typeof preciseBatchNormSchema>;

/** Defaults are the ablation study's. */
export const trainingSettingsSchema = z.object({
  dataset: datasetIdSchema.default('cifar10'),
  /** Only the first N images of the split; null takes all. */
  trainLimit: z.number().int().positive().nullable().default(null),
  valLimit: z.number().int().positive().nullable().default(null),
  /** Which images are trained on and which the validation and test numbers stand for. */
  selection: selectionSchema.prefault({}),
  /** How an image becomes the network's input. */
  preprocessing: preprocessingSchema.prefault({}),
  epochs: z.number().int().min(1).max(10_000).default(5),
  batchSize: z.number().int().min(1).max(65_536).default(256),
  optimizer: optimizerSchema.prefault({}),
  schedule: scheduleSchema.prefault({}),
  /** What became of the rate when the run got more epochs, oldest first; only where it bears on the rate. */
  extensions: z.array(extensionSchema).max(MOST_RUNS).default([]),
  /** Share of a label that is spread over all classes (Szegedy et al., 2016). */
  labelSmoothing: z.number().min(0).lt(1).default(0),
  /** A run that has begun holds the one that `auto` stood for. */
  precision: precisionChoiceSchema.default('float32'),
  augmentation: augmentationSchema.prefault({}),
  normalization: normalizationSchema.default('none'),
  preciseBatchNorm: preciseBatchNormSchema.nullable().default(null),
  checkpoints: checkpointRuleSchema.prefault({}),
  earlyStopping: earlyStoppingSchema.nullable().default(null),
  /** Gradient norms, update ratios and activation spreads of the blocks every so many steps; null: never. */
  diagnosticsEvery: z.number().int().min(1).nullable().default(null),
  /** Histograms of the weights for TensorBoard at the end of each epoch. */
  histograms: z.boolean().default(false),
  seed: seedSchema.default(1),
});
export type TrainingSettings = z.infer<typeof trainingSettingsSchema>;

/** One variant of a study: a network, trained once per seed. */
export const armSchema = z.object({
  name: z.string().min(1).max(LONGEST_NAME),
  graph: documentSchema,
});
export type Arm = z.infer<typeof armSchema>;

export const studyRequestSchema = z.object({
  name: z.string().min(1).max(LONGEST_NAME),
  arms: z.array(armSchema).min(1).max(MOST_RUNS),
  settings: trainingSettingsSchema,
  /** Every arm is trained once with each; `settings.seed` is replaced by it. */
  seeds: z.array(seedSchema).min(1).max(MOST_RUNS),
});
export type StudyRequest = z.infer<typeof studyRequestSchema>;
