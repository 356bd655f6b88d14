/** The optimizers of Keras 3, with clipping and decay. */
import { z } from 'zod';
import { listOf, message, rule } from '../messages';
import { setting } from './setting/entry';

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

/** The order of a step is that of Keras: penalty, clipping, decoupled decay, update. */
const common = {
  /** Largest Euclidean norm of each variable's gradient; null: off. Default 1, unless another clipping is given. */
  clipnorm: setting(z.number().positive().nullable().optional(), {
    group: 'clipping',
    flag: 'clipnorm',
    start: 1,
    keras: 'clipnorm',
  }),
  /** Largest absolute value of a gradient's elements. */
  clipvalue: setting(z.number().positive().nullable().default(null), {
    group: 'clipping',
    flag: 'clipvalue',
    start: 0.5,
    keras: 'clipvalue',
  }),
  /** Largest Euclidean norm of all gradients together. */
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
  /** For `l2` and `weightDecay`. */
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
const adamLike = <Type extends string>(type: Type, decay: number) =>
  z.object({
    type: z.literal(type),
    learningRate: learningRate(0.001),
    ...adamFields,
    weightDecay: weightDecay(decay),
    ...common,
  });
const adam = adamLike('adam', 0);
const adamw = adamLike('adamw', 0.004);
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
    context.addIssue({ code: 'custom', path: [given.at(-1) as string], ...oneOnly });
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
/** With optional fields. */
export type OptimizerInput = z.input<typeof optimizerSchema>;

export type SgdSettings = Extract<OptimizerSettings, { type: 'sgd' }>;
export type AdamSettings = Extract<OptimizerSettings, { type: 'adam' | 'adamw' }>;
export type RmspropSettings = Extract<OptimizerSettings, { type: 'rmsprop' }>;
export type SgdInput = z.input<typeof sgd>;
