/** The contents of a run's folder: run.json and the lines of metrics.jsonl. */
import { z } from 'zod';
import { LONGEST_FILE_NAME } from '../basics/limits';
import {
  inEnglish,
  type Message,
  type MessageOrText,
  message,
  messageSchema,
  textOf,
  textSchema,
} from '../messages';
import { annotationsSchema } from './annotations';
import { extensionRateSchema } from './extension';
import { halvingSchema } from './halving';
import { trainingSettingsSchema } from './settings';

/** The place of runs that train on this machine (main/executors/where.ts). */
export const LOCAL = 'local';

export const runIdSchema = z.string().min(1).max(LONGEST_FILE_NAME);

export const runStateSchema = z.enum([
  'queued',
  'preparing',
  'running',
  /** By the person, with a checkpoint at the exact step. */
  'paused',
  'finished',
  /** By the person. */
  'stopped',
  /** The worker or the machine stopped. */
  'interrupted',
  /** `error` says why. */
  'failed',
]);
export type RunState = z.infer<typeof runStateSchema>;

/** The number of BatchNormalization layers, and their largest momentum. */
const batchNormLayersSchema = z.object({ layers: z.number().int(), momentum: z.number() });
export type BatchNormLayers = z.infer<typeof batchNormLayersSchema>;

/** Frozen layers and learning-rate factors of a network (core/network/tuning.ts). */
const networkTuningSchema = z.object({
  frozen: z.number().int(),
  factors: z.array(z.object({ factor: z.number(), layers: z.number().int() })),
  /** Equal for twins that freeze the same layers, shortcuts apart. */
  key: z.string(),
});

/** For pairing residual with plain networks (core/analysis/twins.ts). */
export const networkIdentitySchema = z.object({
  variant: z.enum(['residual', 'plain']),
  /** Equal for a network and its plain twin. */
  twinKey: z.string(),
  graphKey: z.string().optional(),
  /** Layers with weights on the main path. */
  depth: z.number().int(),
  params: z.number().int(),
  macs: z.number(),
  /** In force. Absent in old runs. */
  shortcuts: z.number().int().optional(),
  /** Absent in old runs. */
  batchNorm: batchNormLayersSchema.optional(),
  /** Absent where every layer is trained alike. */
  tuning: networkTuningSchema.optional(),
});
export type NetworkIdentity = z.infer<typeof networkIdentitySchema>;

const perClassSchema = z.object({
  train: z.array(z.number().int()),
  validation: z.array(z.number().int()),
  test: z.array(z.number().int()).optional(),
});
export type PerClass = z.infer<typeof perClassSchema>;

const splitRecordSchema = z.object({
  trainCount: z.number().int(),
  valCount: z.number().int(),
  /** "trained on the 50,000 official training images, validated on ...": in English, and the same for the same images. */
  description: z.string(),
  /** The same, to be shown; absent in older records. */
  said: messageSchema.optional(),
  /** Name at that time. */
  dataset: z.string().optional(),
  validatedOn: z.enum(['validation', 'test', 'held-out']).optional(),
  /** Images of the test number; absent without one. */
  testCount: z.number().int().optional(),
  testedOn: z.enum(['validation', 'test']).optional(),
  /** Absent if nothing was drawn. */
  seed: z.number().int().optional(),
  /** The network's outputs, and the set's classes in each. */
  classes: z.array(z.object({ name: z.string(), of: z.array(z.string()) })).optional(),
  /** Images of each output. */
  perClass: perClassSchema.optional(),
  /** Skipped and odd files; `list` in the run's folder has each with the reason. */
  files: z
    .object({ dropped: z.number().int(), odd: z.number().int(), list: z.string().optional() })
    .optional(),
  /** Identifies the data set: a resumed run must find the same. */
  digest: z.string().optional(),
  /** Older versions' digest. */
  fingerprint: z.string().optional(),
});
export type SplitRecord = z.infer<typeof splitRecordSchema>;

/** loss: mean over the epoch's examples; accuracy: 0..1; seconds: wall time. */
export const epochMetricsSchema = z.object({
  type: z.literal('epoch'),
  /** 1-based. */
  epoch: z.number().int(),
  loss: z.number(),
  accuracy: z.number(),
  valLoss: z.number(),
  valAccuracy: z.number(),
  top5: z.number().optional(),
  valTop5: z.number().optional(),
  learningRate: z.number().optional(),
  seconds: z.number(),
  /** The part of `seconds` spent on re-estimating BatchNorm statistics. */
  batchNormSeconds: z.number().optional(),
  imagesPerSecond: z.number(),
});
export type EpochMetrics = z.infer<typeof epochMetricsSchema>;

/** The best checkpoint on the test images, computed once at the end. Nothing was chosen by it. */
const testMetricsSchema = z.object({
  loss: z.number(),
  accuracy: z.number(),
  /** With more than five classes. */
  top5: z.number().optional(),
  count: z.number().int(),
  /** The checkpoint's; `ofEpochs` is the run's. */
  epoch: z.number().int(),
  ofEpochs: z.number().int(),
  /** ISO 8601. */
  at: z.string(),
});
export type TestMetrics = z.infer<typeof testMetricsSchema>;

export const stepMetricsSchema = z.object({
  type: z.literal('step'),
  /** 1-based, over the whole run. */
  step: z.number().int(),
  epoch: z.number().int(),
  loss: z.number(),
  accuracy: z.number(),
  learningRate: z.number().optional(),
  /** Seconds since training began. */
  seconds: z.number(),
});
export type StepMetrics = z.infer<typeof stepMetricsSchema>;

/** A file of weights and optimizer slots in `checkpoints/`. */
const checkpointSchema = z.object({
  file: z.string(),
  /** Whole epochs and updates done. */
  epoch: z.number().int().nonnegative(),
  step: z.number().int().nonnegative(),
  /** last: the newest; best: by `settings.checkpoints.best`. One file may be both. */
  roles: z.array(z.enum(['last', 'best'])),
  /** `settings.checkpoints.best` at the end of its epoch. */
  metric: z.number().optional(),
});
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** Changes to a run since it was created, oldest first. */
const runChangeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('paused'), at: z.string(), step: z.number().int() }),
  /** From the checkpoint of that step. */
  z.object({ type: z.literal('resumed'), at: z.string(), step: z.number().int() }),
  z.object({
    type: z.literal('extended'),
    at: z.string(),
    /** Epochs. */
    from: z.number().int(),
    to: z.number().int(),
    /** Absent in old runs, which stretched the schedule. */
    rate: extensionRateSchema.optional(),
    learningRates: z.object({ before: z.number(), after: z.number() }).optional(),
  }),
  z.object({ type: z.literal('stopped-early'), at: z.string(), epoch: z.number().int(), metric: z.string() }),
  /** By the study's rule (core/statistics/halving.ts), which was chosen beforehand. */
  z.object({ type: z.literal('halved'), at: z.string(), epoch: z.number().int() }),
  /** `kept`: the folder within the run's that has the originals. */
  z.object({ type: z.literal('repaired'), at: z.string(), kept: z.string() }),
  /** Its folder was renamed or copied, and is now a run of its own. */
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
  /** The arm that the study compares the others with. */
  baseline: z.string().optional(),
  /** The rule of the study that ends hopeless arms. */
  halving: halvingSchema.optional(),
  /** The settings that the study varies, with this run's values. */
  varied: z.array(z.object({ path: z.string(), value: z.unknown() })).optional(),
  /** Which cell of a stored study it is (core/ablation/cells.ts). */
  cell: z.string().optional(),
  state: runStateSchema,
  /** ISO 8601. */
  createdAt: z.string(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  settings: trainingSettingsSchema,
  network: networkIdentitySchema,
  split: splitRecordSchema.optional(),
  stepsPerEpoch: z.number().int().optional(),
  /** Not used: colors follow arm and seed (core/figures/colors.ts). Earlier versions cannot read a run without it. */
  color: z.number().int().nonnegative().default(0),
  epochs: z.array(epochMetricsSchema).default([]),
  /** The newest checkpoint's; 0 before any. */
  checkpointEpoch: z.number().int().default(0),
  /** In English, for other programs; `errorMessage` is the same as data. */
  error: z.string().optional(),
  errorMessage: messageSchema.optional(),
  /** Since a person last started or resumed it, oldest first. */
  failures: z
    .array(z.object({ at: z.string(), error: z.string(), errorMessage: messageSchema.optional() }))
    .optional(),
  /** The lane that trains it, such as `ssh:HOST`; absent: this machine. */
  where: z.string().optional(),
  /** A loss or weight was not finite. */
  diverged: z.boolean().optional(),
  /** That fits into memory. */
  suggestedBatchSize: z.number().int().positive().optional(),
  /** Its worker crashed on a GPU. */
  tryCpu: z.boolean().optional(),
  checkpoints: z.array(checkpointSchema).default([]),
  test: testMetricsSchema.optional(),
  /** From before it was extended, oldest first. */
  earlierTests: z.array(testMetricsSchema).default([]),
  changes: z.array(runChangeSchema).default([]),
  /** The imported model whose weights this run started with. */
  startedFromModel: z
    .object({
      model: z.string(),
      name: z.string(),
      /** Layers that started with random weights, because the model has none of their shapes. */
      drawn: z.array(z.string()),
    })
    .optional(),
  /** The checkpoint that this run started with, if it was restarted with other settings. */
  startedFrom: z
    .object({
      runId: z.string(),
      epoch: z.number().int(),
      step: z.number().int(),
      /**
       * For normalization: the checkpoint's, or measured again for other data or another kind. Absent in old runs,
       * which measured them.
       */
      statistics: z.enum(['checkpoint', 'other-data', 'other-normalization']).optional(),
    })
    .optional(),
});

/** A run as it is known: run.json, and what people wrote on the run, which is in a file of its own. */
export const knownRunSchema = runRecordSchema.extend({ annotations: annotationsSchema.optional() });
export type RunRecord = z.infer<typeof knownRunSchema>;

export const recordedError = (said: MessageOrText) => ({
  error: inEnglish(said),
  errorMessage: typeof said === 'string' ? undefined : said,
});

export const errorOf = ({ error, errorMessage }: Pick<RunRecord, 'error' | 'errorMessage'>) =>
  error === undefined ? undefined : textOf(errorMessage ?? error, error);

type Titled = Pick<RunRecord, 'arm' | 'settings' | 'varied' | 'annotations'>;

/** "ResNet-20, optimizer.learningRate=0.1" */
export const variantName = (arm: string, values: RunRecord['varied'] = []): string =>
  [arm, ...values.map(({ path, value }) => `${path}=${String(value)}`)].join(', ');

/** The name that a person gave it, or its arm: "ResNet-20" */
export const ownName = ({ arm, varied, annotations }: Omit<Titled, 'settings'>): string =>
  annotations?.name ?? variantName(arm, varied);

/** "ResNet-20, seed 1" */
export const titleOf = (run: Titled): Message =>
  message('train.run.name', { arm: ownName(run), seed: run.settings.seed });

/** Its title in the current language. */
export const nameOf = (run: Titled): string => textOf(titleOf(run));

/** A block at one step. */
export const blockDiagnosticsSchema = z.object({
  /** Id of the group, or of a node in none. */
  block: z.string(),
  /** Euclidean norm over all trainable weights, before clipping. */
  gradientNorm: z.number(),
  /** Norm of the weights' change over the norm of the weights. */
  updateRatio: z.number(),
  /** Standard deviation of the output over the batch, before the Add. */
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
  /** What is wrong with the file; a repair fixes it. */
  faults: z.array(textSchema).optional(),
});
export type RunMetrics = z.infer<typeof runMetricsSchema>;
