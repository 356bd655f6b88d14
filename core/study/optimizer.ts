/** The optimizers of Keras 3, and what happens to a gradient before and a weight beside its step. */
import { z } from 'zod';
import { listOf, message, rule } from '../messages';
import { setting } from './setting/entry';

/** At its default each optimizer's own. */
const learningRate = (usual: number) =>
  setting(z.number().positive().max(1000).default(usual), {
    group: 'optimizer',
    flag: 'lr',
    keras: 'learning_rate',
  });
const momentum = setting(z.number().min(0).lt(1).default(0), {
  group: 'step',
  flag: 'momentum',
  keras: 'momentum',
});
const decayRate = (usual: number, flag: string, keras: string) =>
  setting(z.number().min(0).lt(1).default(usual), { group: 'step', flag, keras });
const epsilon = setting(z.number().positive().max(1).default(1e-7), {
  group: 'step',
  flag: 'epsilon',
  keras: 'epsilon',
});
const weightDecay = (usual: number) =>
  setting(z.number().min(0).max(1).default(usual), {
    group: 'decay',
    flag: 'weight-decay',
    source: 'Loshchilov and Hutter, 2019',
    keras: 'weight_decay',
  });
const flag = (name: string, keras: string) =>
  setting(z.boolean().default(false), { group: 'step', flag: name, keras });

/** What every optimizer takes. The order of a step is Keras': penalty, clipping, decoupled decay, update. */
const common = {
  /**
   * Each variable's gradient is scaled to this Euclidean norm at most; null switches it off. Left out, it is 1, the
   * ablation study's, unless another way of clipping is given. Of the three ways at most one may be set, as in Keras.
   */
  clipnorm: setting(z.number().positive().nullable().optional(), {
    group: 'clipping',
    flag: 'clipnorm',
    start: 1,
    keras: 'clipnorm',
  }),
  /** Each value of a gradient is cut to [-clipvalue, clipvalue]. */
  clipvalue: setting(z.number().positive().nullable().default(null), {
    group: 'clipping',
    flag: 'clipvalue',
    start: 0.5,
    keras: 'clipvalue',
  }),
  /** All gradients together are scaled to this Euclidean norm at most. */
  globalClipnorm: setting(z.number().positive().nullable().default(null), {
    group: 'clipping',
    flag: 'global-clipnorm',
    start: 1,
    keras: 'global_clipnorm',
  }),
  /** L2 penalty, the "weight decay" of He et al.: gradient += l2 * weight. The reported loss is without it. */
  l2: setting(z.number().min(0).max(1).default(0), {
    group: 'decay',
    flag: 'l2',
    source: 'He et al., 2015, section 4.2',
    keras: 'keras.regularizers.L2',
  }),
  /** Gammas, betas and biases are spared by `l2` and by `weightDecay`. */
  decaySparesNormsAndBiases: setting(z.boolean().default(false), {
    group: 'decay',
    flag: 'spare-norms-and-biases',
    keras: 'exclude_from_weight_decay',
  }),
};

const sgd = z.object({
  type: z.literal('sgd').default('sgd'),
  learningRate: learningRate(0.01),
  momentum,
  nesterov: flag('nesterov', 'nesterov'),
  /** Decoupled: weight -= rate * weightDecay * weight. */
  weightDecay: weightDecay(0),
  ...common,
});
const adamFields = {
  beta1: decayRate(0.9, 'beta1', 'beta_1'),
  beta2: decayRate(0.999, 'beta2', 'beta_2'),
  epsilon,
  amsgrad: flag('amsgrad', 'amsgrad'),
};
const adam = z.object({
  type: z.literal('adam'),
  learningRate: learningRate(0.001),
  ...adamFields,
  weightDecay: weightDecay(0),
  ...common,
});
const adamw = z.object({
  type: z.literal('adamw'),
  learningRate: learningRate(0.001),
  ...adamFields,
  weightDecay: weightDecay(0.004),
  ...common,
});
const rmsprop = z.object({
  type: z.literal('rmsprop'),
  learningRate: learningRate(0.001),
  rho: decayRate(0.9, 'rho', 'rho'),
  momentum,
  epsilon,
  centered: flag('centered', 'centered'),
  weightDecay: weightDecay(0),
  ...common,
});

/** The fields of keras.optimizers.SGD, Adam, AdamW and RMSprop, each with its range and default. */
export const optimizerFields = {
  sgd: sgd.shape,
  adam: adam.shape,
  adamw: adamw.shape,
  rmsprop: rmsprop.shape,
} as const;

/** At most one of them is set, as in Keras. */
export const CLIPPINGS = ['clipnorm', 'clipvalue', 'globalClipnorm'] as const;
const DEFAULT_CLIPNORM = 1;

const { error, params } = rule(message('settings.oneClipping', { options: listOf(CLIPPINGS) }));
const oneOnly = { message: error, params };

export const optimizerSchema = z
  .discriminatedUnion('type', [sgd, adam, adamw, rmsprop])
  .superRefine((optimizer, context) => {
    const given = CLIPPINGS.filter((name) => typeof optimizer[name] === 'number');
    if (given.length < 2) return;
    context.addIssue({
      code: 'custom',
      path: [given.at(-1) as string],
      ...oneOnly,
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
