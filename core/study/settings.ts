/** The training settings, and a study's arms and seeds. */
import { z } from 'zod';
import { LONGEST_NAME, MOST_CLASSES, MOST_NUMBERS, MOST_RUNS } from '../basics/limits';
import { documentSchema } from '../graph/document';
import { augmentationSchema, normalizationSchema } from './augmentation';
import { classMergeSchema, datasetIdSchema, preprocessingSchema, selectionSchema } from './data';
import { extensionSchema } from './extension';
import { halvingSchema } from './halving';
import { optimizerSchema } from './optimizer';
import { orderSchema } from './order';
import { precisionChoiceSchema } from './precision';
import { scheduleSchema } from './schedule';
import { seedSchema } from './seed';
import { setting } from './setting/entry';

export type DatasetId = z.infer<typeof datasetIdSchema>;

const metricNameSchema = z.enum(['valAccuracy', 'valLoss', 'accuracy', 'loss']);
export type MetricName = z.infer<typeof metricNameSchema>;

const earlyStoppingSchema = z.object({
  metric: setting(metricNameSchema.default('valLoss'), { group: 'stopping', names: 'metrics' }),
  patience: setting(z.number().int().min(1).default(5), { group: 'stopping', unit: 'epochs' }),
  minDelta: setting(z.number().min(0).default(0), { group: 'stopping' }),
});

const checkpointRuleSchema = z.object({
  /** The best epoch by this metric is kept. */
  best: setting(metricNameSchema.default('valAccuracy'), { group: 'checkpoints', names: 'metrics' }),
  /** How many of the newest are kept. */
  keep: setting(z.number().int().min(1).max(10_000).default(2), { group: 'checkpoints' }),
  /** Steps between checkpoints within epochs; null makes none. */
  everySteps: setting(z.number().int().min(1).nullable().default(null), {
    group: 'checkpoints',
    unit: 'steps',
  }),
});

/** Before each validation, mean and variance are re-estimated from training batches (Wu and Johnson, arXiv 2105.07576). */
const preciseBatchNormSchema = z.object({
  /** 200 is Detectron2's default. */
  batches: setting(z.number().int().min(1).max(100_000).default(200), {
    group: 'batchNorm',
    unit: 'batches',
  }),
});

/** The first images of the split; null takes all. */
const limit = (flag: string) =>
  setting(z.number().int().positive().nullable().default(null), { group: 'data', flag, unit: 'images' });

/** Defaults are the ablation study's. */
export const trainingSettingsSchema = z.object({
  dataset: setting(datasetIdSchema.default('cifar10'), { group: 'data', flag: 'dataset' }),
  trainLimit: limit('train-limit'),
  valLimit: limit('val-limit'),
  selection: selectionSchema.prefault({}),
  order: orderSchema,
  preprocessing: preprocessingSchema.prefault({}),
  epochs: setting(z.number().int().min(1).max(10_000).default(5), { group: 'length', flag: 'epochs' }),
  batchSize: setting(z.number().int().min(1).max(65_536).default(256), {
    group: 'length',
    flag: 'batch-size',
    keras: 'Model.fit(batch_size)',
  }),
  optimizer: setting(optimizerSchema.prefault({}), {
    group: 'optimizer',
    flag: 'optimizer',
    keras: 'keras.optimizers',
  }),
  schedule: setting(scheduleSchema.prefault({}), { group: 'schedule', flag: 'schedule' }),
  /** Oldest first; only those that changed the rate. */
  extensions: setting(z.array(extensionSchema).max(MOST_RUNS).default([]), {
    group: 'schedule',
    hidden: true,
  }),
  /** Share of a label that is spread over all classes. */
  labelSmoothing: setting(z.number().min(0).lt(1).default(0), {
    group: 'loss',
    flag: 'label-smoothing',
    unit: 'share',
    source: 'Szegedy et al., 2016, section 7',
    keras: 'CategoricalCrossentropy(label_smoothing)',
  }),
  /** In a run that has started, the one that `auto` chose. */
  precision: setting(precisionChoiceSchema.default('float32'), { group: 'precision', flag: 'precision' }),
  /** null: all of the machine's, unless the queue trains several runs at once. Results depend on it. */
  threads: setting(z.number().int().min(1).max(1024).nullable().default(null), {
    group: 'precision',
    flag: 'threads',
  }),
  augmentation: augmentationSchema.prefault({}),
  normalization: setting(normalizationSchema.default('none'), {
    group: 'normalization',
    flag: 'normalization',
  }),
  preciseBatchNorm: setting(preciseBatchNormSchema.nullable().default(null), {
    group: 'batchNorm',
    flag: 'precise-batch-norm',
    flagSets: ['batches'],
    inPhrase: ['batches'],
    source: 'Wu and Johnson, 2021, arXiv 2105.07576',
  }),
  checkpoints: checkpointRuleSchema.prefault({}),
  earlyStopping: setting(earlyStoppingSchema.nullable().default(null), {
    group: 'stopping',
    inPhrase: ['metric', 'patience'],
    keras: 'keras.callbacks.EarlyStopping',
  }),
  /** Steps between measurements of the blocks; null: never. */
  diagnosticsEvery: setting(z.number().int().min(1).nullable().default(null), {
    group: 'records',
    unit: 'steps',
  }),
  /** For TensorBoard, after each epoch. */
  histograms: setting(z.boolean().default(false), { group: 'records' }),
  /** The initial weights of a network that came from an imported model. */
  initialWeights: setting(z.enum(['model', 'random']).default('model'), {
    group: 'checkpoints',
    flag: 'initial-weights',
  }),
  seed: setting(seedSchema.default(1), { group: 'seed', flag: 'seed', hidden: true }),
});
export type TrainingSettings = z.infer<typeof trainingSettingsSchema>;

const settingValueSchema = z.union([
  z.number(),
  z.string().max(LONGEST_NAME),
  z.boolean(),
  z.null(),
  z.array(z.number()).max(MOST_NUMBERS),
  z.array(classMergeSchema).max(MOST_CLASSES),
]);
export type SettingValue = z.infer<typeof settingValueSchema>;

/** A dotted path, such as `optimizer.learningRate`. */
const settingPathSchema = z.string().min(1).max(LONGEST_NAME);

/** Values by path: `{ "epochs": 5, "optimizer.learningRate": 0.1 }`. */
export const settingChangesSchema = z.record(settingPathSchema, settingValueSchema);
export type SettingChanges = z.infer<typeof settingChangesSchema>;

/** A setting that a study varies: each arm is trained with each value. */
export const variedSettingSchema = z.strictObject({
  path: settingPathSchema,
  values: z.array(settingValueSchema).min(1).max(MOST_RUNS),
});
export type VariedSetting = z.infer<typeof variedSettingSchema>;

/** The document that a study comes from, and the id of its runs' `studyId`. */
export const studyIdSchema = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'a study has an id of letters, digits, "_" and "-"');

const armNameSchema = z.string().min(1).max(LONGEST_NAME);

/** A network of a study, trained once for each seed and each combination of varied settings. */
const armSchema = z.object({
  name: armNameSchema,
  graph: documentSchema,
  /** In which it differs from the study's settings. */
  settings: settingChangesSchema.optional(),
});
export type Arm = z.infer<typeof armSchema>;

export const studyRequestSchema = z.object({
  name: z.string().min(1).max(LONGEST_NAME),
  arms: z.array(armSchema).min(1).max(MOST_RUNS),
  settings: trainingSettingsSchema,
  /** They replace `settings.seed`. */
  seeds: z.array(seedSchema).min(1).max(MOST_RUNS),
  varied: z.array(variedSettingSchema).max(MOST_RUNS).optional(),
  /** The arm that the others are compared with. */
  baseline: armNameSchema.optional(),
  /** The rule that ends hopeless arms; absent: all are trained to the end. */
  halving: halvingSchema.optional(),
  /** A stored study: its runs are added to those that it has, and none is trained twice. */
  studyId: studyIdSchema.optional(),
});
export type StudyRequest = z.infer<typeof studyRequestSchema>;
