/** Parameters that several operators share. */
import { z } from 'zod';
import type { Key } from '../messages';
import { param } from './fields';
import { initializers } from './operator';

/** Filters, units, sides of an image. Small enough to keep sums exact. */
export const count = z.int().min(1).max(1_048_576);
const size = z.int().min(1).max(1024);
/** `[height, width]`. */
export const pair = z.tuple([size, size]);
const side = z.int().min(0).max(1024);
/** `[top, bottom, left, right]`. */
export const quad = z.tuple([side, side, side, side]);

/** keras.activations by name. Keras saves `hard_swish` as `hard_silu`; `gelu` is the exact one (erf). */
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

/** Their values are 0 or more, so that zeros beside them change no maximum. */
export const NOT_NEGATIVE: readonly string[] = ['relu', 'relu6', 'sigmoid', 'softmax', 'softplus'];
/** The default of keras.activations.leaky_relu (the layer LeakyReLU has 0.3). */
export const NEGATIVE_SLOPE = 0.2;

export type Pair = z.infer<typeof pair>;
export type Quad = z.infer<typeof quad>;
export const paddings = ['same', 'valid'] as const;
export type Padding = (typeof paddings)[number];

export const paddingParam = (help: Key = 'ops.param.padding') =>
  param(z.enum(paddings).default('valid'), { label: 'ops.label.padding', help });

export const initializerParam = (label: Key = 'ops.label.initializer') =>
  param(z.enum(initializers).default('glorot_uniform'), { label, help: 'ops.param.initializer' });

export const kernelSizeParam = param(pair.default([3, 3]), {
  label: 'ops.label.kernelSize',
  help: 'ops.param.kernelSize',
});

export const poolSizeParam = param(pair.default([2, 2]), {
  label: 'ops.label.poolSize',
  help: 'ops.param.poolSize',
});

export const stridesParam = (stride = 1, help: Key = 'ops.param.strides') =>
  param(pair.default([stride, stride]), { label: 'ops.label.strides', help });

export const dilationParam = ({ later = false } = {}) =>
  param(pair.default([1, 1]), { label: 'ops.label.dilation', help: 'ops.param.dilation', later });

export const depthMultiplierParam = param(size.default(1), {
  label: 'ops.label.depthMultiplier',
  help: 'ops.param.depthMultiplier',
});

export const filtersParam = (help: Key = 'ops.param.filters') =>
  param(count.default(64), { label: 'ops.label.filters', help });

export const momentumParam = param(z.number().min(0).max(1).default(0.99), {
  label: 'ops.label.momentum',
  help: 'ops.param.momentum',
  step: 0.01,
});

export const epsilonParam = param(z.number().positive().max(1).default(0.001), {
  label: 'ops.label.epsilon',
  help: 'ops.param.epsilon',
  step: 0.001,
});

export const useBiasParam = param(z.boolean().default(true), {
  label: 'ops.label.bias',
  help: 'ops.param.bias',
});

export const rateParam = (help: Key) =>
  param(z.number().min(0).lt(1).default(0.5), { label: 'ops.label.rate', help, step: 0.05 });

export const activationParam = (
  initial: z.infer<typeof activationFunction>,
  label: Key = 'ops.label.activation',
) => param(activationFunction.default(initial), { label, help: 'ops.param.activation' });
