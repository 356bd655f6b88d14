/** The optimizers of Keras 3, and what happens to a gradient before and a weight beside its step. */
import { z } from 'zod';

const learningRate = z.number().positive().max(1000);
const decayRate = z.number().min(0).lt(1);

/** What every optimizer takes. The order of a step is Keras': penalty, clipping, decoupled decay, update. */
const common = {
  /**
   * Each variable's gradient is scaled to this Euclidean norm at most; null switches it off. Left out, it is 1, the
   * ablation study's, unless another way of clipping is given. Of the three ways at most one may be set, as in Keras.
   */
  clipnorm: z.number().positive().nullable().optional(),
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

const sgd = z.object({
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
const adam = z.object({
  type: z.literal('adam'),
  ...adamFields,
  weightDecay: weightDecay.default(0),
  ...common,
});
const adamw = z.object({
  type: z.literal('adamw'),
  ...adamFields,
  weightDecay: weightDecay.default(0.004),
  ...common,
});
const rmsprop = z.object({
  type: z.literal('rmsprop'),
  learningRate: learningRate.default(0.001),
  rho: decayRate.default(0.9),
  momentum: z.number().min(0).lt(1).default(0),
  epsilon: epsilon.default(1e-7),
  centered: z.boolean().default(false),
  weightDecay: weightDecay.default(0),
  ...common,
});

/** The fields of keras.optimizers.SGD, Adam, AdamW and RMSprop, each with its range and default. */
export const optimizerFields = {
  sgd: sgd.shape,
  adam: adam.shape,
  adamw: adamw.shape,
  rmsprop: rmsprop.shape,
} as const;

const clippings = ['clipnorm', 'clipvalue', 'globalClipnorm'] as const;
const DEFAULT_CLIPNORM = 1;

export const optimizerSchema = z
  .discriminatedUnion('type', [sgd, adam, adamw, rmsprop])
  .superRefine((optimizer, context) => {
    const given = clippings.filter((name) => typeof optimizer[name] === 'number');
    if (given.length < 2) return;
    context.addIssue({
      code: 'custom',
      path: [given.at(-1) as string],
      message: `Of ${clippings.join(', ')} at most one may be set, as in Keras; set to: ${given
        .map((name) => `${name} ${optimizer[name]}`)
        .join(', ')}`,
    });
  })
  .transform(withClipnorm);

function withClipnorm<Optimizer extends z.infer<typeof sgd | typeof adam | typeof adamw | typeof rmsprop>>(
  optimizer: Optimizer,
): Optimizer & { clipnorm: number | null } {
  const other = optimizer.clipvalue !== null || optimizer.globalClipnorm !== null;
  const { clipnorm = other ? null : DEFAULT_CLIPNORM } = optimizer;
  return { ...optimizer, clipnorm };
}

export type OptimizerSettings = z.infer<typeof optimizerSchema>;
/** As a person may write it: what is left out takes its default. */
export type OptimizerInput = z.input<typeof optimizerSchema>;
export type OptimizerType = OptimizerSettings['type'];

export type SgdSettings = Extract<OptimizerSettings, { type: 'sgd' }>;
export type AdamSettings = Extract<OptimizerSettings, { type: 'adam' | 'adamw' }>;
export type RmspropSettings = Extract<OptimizerSettings, { type: 'rmsprop' }>;
export type SgdInput = z.input<typeof sgd>;

/** 0 for an optimizer without momentum. */
export const momentumOf = (optimizer: OptimizerSettings): number =>
  'momentum' in optimizer ? optimizer.momentum : 0;
