/** Parameters that several operators share: their schemas, defaults and words. */
import { z } from 'zod';
import { param } from './fields';
import { initializers } from './operator';

/** Filters, units, sides of an image: large enough for any network, small enough to keep sums exact. */
export const count = z.int().min(1).max(1_048_576);
const size = z.int().min(1).max(1024);
/** `[height, width]`. */
export const pair = z.tuple([size, size]);
const side = z.int().min(0).max(1024);
/** `[top, bottom, left, right]`. */
export const quad = z.tuple([side, side, side, side]);

/** keras.activations by name; `hard_swish` is what Keras saves as `hard_silu`, and `gelu` the exact one (erf). */
export const activationFunction = z.enum([
  'relu',
  'relu6',
  'leaky_relu',
  'elu',
  'selu',
  'gelu',
  'silu',
  'hard_swish',
  'sigmoid',
  'tanh',
  'softplus',
  'softmax',
  'linear',
]);
/** Slope of leaky_relu below zero: the default of keras.activations.leaky_relu (the layer LeakyReLU has 0.3). */
export const NEGATIVE_SLOPE = 0.2;

export type Pair = z.infer<typeof pair>;
export type Quad = z.infer<typeof quad>;
export const paddings = ['same', 'valid'] as const;
export type Padding = (typeof paddings)[number];

export const SAME_OR_VALID =
  'same: pad with zeros so that the output has ceil(input / stride) positions. valid: no padding.';

export const paddingParam = (help = SAME_OR_VALID) =>
  param(z.enum(paddings).default('valid'), { label: 'padding', help });

export const initializerParam = (label = 'initial kernel') =>
  param(z.enum(initializers).default('glorot_uniform'), {
    label,
    help: 'How the kernel is drawn before training. glorot_uniform is the Keras default; he_normal is the one of He et al. for ReLU networks; lecun_normal goes with selu; orthogonal keeps lengths.',
  });

export const kernelSizeParam = param(pair.default([3, 3]), {
  label: 'kernel size',
  help: 'Height and width of a filter.',
});

export const poolSizeParam = param(pair.default([2, 2]), {
  label: 'pool size',
  help: 'Height and width of the window.',
});

export const stridesParam = (
  stride = 1,
  help = 'Steps of the window, height and width. 2 halves the image.',
) => param(pair.default([stride, stride]), { label: 'strides', help });

export const dilationParam = ({ later = false } = {}) =>
  param(pair.default([1, 1]), {
    label: 'dilation',
    help: 'Distance between the pixels that a filter sees, height and width. 2 leaves out every second one: a wider view at no cost. Goes with strides 1 only.',
    later,
  });

export const depthMultiplierParam = param(size.default(1), {
  label: 'depth multiplier',
  help: 'Filters per channel of the input.',
});

export const filtersParam = (help = 'Channels of the output.') =>
  param(count.default(64), { label: 'filters', help });

export const momentumParam = param(z.number().min(0).max(1).default(0.99), {
  label: 'momentum',
  step: 0.01,
  help: 'Share of the old moving mean and variance that is kept at each step (Keras way: 0.99; 0.1 in PyTorch is 0.9 here).',
});

export const epsilonParam = param(z.number().positive().max(1).default(0.001), {
  label: 'epsilon',
  step: 0.001,
  help: 'Added to the variance before the square root.',
});

export const useBiasParam = param(z.boolean().default(true), {
  label: 'bias',
  help: 'Adds one number per output channel. It has no effect in front of a BatchNormalization, which subtracts it again.',
});

export const rateParam = (help: string) =>
  param(z.number().min(0).lt(1).default(0.5), { label: 'rate', step: 0.05, help });

export const activationParam = (initial: z.infer<typeof activationFunction>, label = 'activation') =>
  param(activationFunction.default(initial), {
    label,
    help: 'relu between layers; softmax at the end, to make class probabilities; linear leaves values as they are.',
  });
