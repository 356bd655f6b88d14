/** What a person chooses in the Train view, on the command line, or in a recipe. */
import { z } from 'zod';
import { documentSchema } from '../graph/document';

export const datasetIdSchema = z.enum(['cifar10', 'shapes']);
export type DatasetId = z.infer<typeof datasetIdSchema>;

/** What people call them. */
export const datasetNames: Readonly<Record<DatasetId, string>> = { cifar10: 'CIFAR-10', shapes: 'Shapes' };

/** Plain SGD as keras.optimizers.SGD defines it; `clipnorm` clips each variable's gradient by its own norm. */
export const sgdSchema = z.object({
  type: z.literal('sgd').default('sgd'),
  learningRate: z.number().positive().max(1000).default(0.01),
  momentum: z.number().min(0).lt(1).default(0),
  /** null switches clipping off. */
  clipnorm: z.number().positive().nullable().default(1),
});
export type SgdSettings = z.infer<typeof sgdSchema>;

/** Defaults are the ablation study's. */
export const trainingSettingsSchema = z.object({
  dataset: datasetIdSchema.default('cifar10'),
  /** Only the first N images of the split; null takes all. */
  trainLimit: z.number().int().positive().nullable().default(null),
  valLimit: z.number().int().positive().nullable().default(null),
  epochs: z.number().int().min(1).max(10_000).default(5),
  batchSize: z.number().int().min(1).max(65_536).default(256),
  optimizer: sgdSchema.prefault({}),
  seed: z.number().int().min(0).max(2_147_483_647).default(1),
});
export type TrainingSettings = z.infer<typeof trainingSettingsSchema>;

/** One variant of a study: a network, trained once per seed. */
export const armSchema = z.object({
  name: z.string().min(1),
  graph: documentSchema,
});
export type Arm = z.infer<typeof armSchema>;

export const studyRequestSchema = z.object({
  name: z.string().min(1),
  arms: z.array(armSchema).min(1),
  settings: trainingSettingsSchema,
  /** Every arm is trained once with each; `settings.seed` is replaced by it. */
  seeds: z.array(z.number().int().nonnegative()).min(1),
});
export type StudyRequest = z.infer<typeof studyRequestSchema>;
