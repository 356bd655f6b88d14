/** The optimizers of Keras 3, and what happens to a gradient before and a weight beside its step. */
import { z } from 'zod';

const learningRate = z.number().positive().max(1000);
const decayRate = z.number().min(0).lt(1);

/** What every optimizer takes. The order of a step is Keras': penalty, clipping, decoupled decay, update. */
const common = {
  /** Each variable's gradient is scaled to this Euclidean norm at most; null switches it off. */
  clipnorm: z.number().positive().nullable().default(1),
  /** Each value of a gradient is cut to [-clipvalue, clipvalue]. */
  clipvalue: z.number().positive().nullable().default(null),
  /** All gradients together are scaled to this Euclidean norm at most. */
  globalClipnorm: z.number().positive().nullable().default(null),
  /** L2 penalty, the "weight decay" of He et al.: gradient += l2 * weight. The reported loss is without it. */
  l2: z.number().min(0).max(1).default(0),
  /** Gammas, betas and biases are spared by `l2` and by `weightDecay`. */
  decaySparesNormsAndBiases: z.boolean().default(false),
};
/** Decoupled (Loshchilov and Hutter, 2019; Keras' `weight_decay`): weight -= rate * weightDecay * weight. */
const weightDecay = z.number().min(0).max(1);
const epsilon = z.number().positive().max(1);

/** keras.optimizers.SGD */
export const sgdSchema = z.object({
  type: z.literal('sgd').default('sgd'),
  learningRate: learningRate.default(0.01),
  momentum: z.number().min(0).lt(1).default(0),
  nesterov: z.boolean().default(false),
  weightDecay: weightDecay.default(0),
  ...common,
});
const adamFields = {
  learningRate: learningRate.default(0.001),
  beta1: decayRate.default(0.9),
  beta2: decayRate.default(0.999),
  epsilon: epsilon.default(1e-7),
  amsgrad: z.boolean().default(false),
};
/** keras.optimizers.Adam */
export const adamSchema = z.object({
  type: z.literal('adam'),
  ...adamFields,
  weightDecay: weightDecay.default(0),
  ...common,
});
/** keras.optimizers.AdamW */
export const adamwSchema = z.object({
  type: z.literal('adamw'),
  ...adamFields,
  weightDecay: weightDecay.default(0.004),
  ...common,
});
/** keras.optimizers.RMSprop */
export const rmspropSchema = z.object({
  type: z.literal('rmsprop'),
  learningRate: learningRate.default(0.001),
  rho: decayRate.default(0.9),
  momentum: z.number().min(0).lt(1).default(0),
  epsilon: epsilon.default(1e-7),
  centered: z.boolean().default(false),
  weightDecay: weightDecay.default(0),
  ...common,
});

export const optimizerSchema = z.discriminatedUnion('type', [
  sgdSchema,
  adamSchema,
  adamwSchema,
  rmspropSchema,
]);
export type OptimizerSettings = z.infer<typeof optimizerSchema>;
/** As a person may write it: what is left out takes its default. */
export type OptimizerInput = z.input<typeof optimizerSchema>;
export type SgdSettings = z.infer<typeof sgdSchema>;

/** 0 for an optimizer without momentum. */
export const momentumOf = (optimizer: OptimizerSettings): number =>
  'momentum' in optimizer ? optimizer.momentum : 0;
