/** Pieces that several operators share: parameter schemas and how the inspector edits them. */
import { z } from 'zod';
import { initializers, type ParamField } from './operator';

/** Filters, units, sides of an image: large enough for any network, small enough to keep sums exact. */
export const count = z.int().min(1).max(1_048_576);
const size = z.int().min(1).max(1024);

/** `[height, width]`. */
export const pair = z.tuple([size, size]);
export const padding = z.enum(['same', 'valid']);
const side = z.int().min(0).max(1024);
/** `[top, bottom, left, right]`. */
export const quad = z.tuple([side, side, side, side]);
export const kernelInitializer = z.enum(initializers);
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
export type Padding = z.infer<typeof padding>;

export const kernelInitializerField: ParamField = {
  name: 'kernelInitializer',
  label: 'initial kernel',
  control: 'choice',
  options: kernelInitializer.options,
  help: 'How the kernel is drawn before training. glorot_uniform is the Keras default; he_normal is the one of He et al. for ReLU networks; lecun_normal goes with selu; orthogonal keeps lengths.',
};

export const paddingField: ParamField = {
  name: 'padding',
  label: 'padding',
  control: 'choice',
  options: padding.options,
  help: 'same: pad with zeros so that the output has ceil(input / stride) positions. valid: no padding.',
};

export const kernelSizeField: ParamField = {
  name: 'kernelSize',
  label: 'kernel size',
  control: 'pair',
  min: 1,
  max: 1024,
  step: 1,
  help: 'Height and width of a filter.',
};

export const poolSizeField: ParamField = {
  name: 'poolSize',
  label: 'pool size',
  control: 'pair',
  min: 1,
  max: 1024,
  step: 1,
  help: 'Height and width of the window.',
};

export const dilationField: ParamField = {
  name: 'dilation',
  label: 'dilation',
  control: 'pair',
  min: 1,
  max: 1024,
  step: 1,
  help: 'Distance between the pixels that a filter sees, height and width. 2 leaves out every second one: a wider view at no cost. Goes with strides 1 only.',
};

export const depthMultiplierField: ParamField = {
  name: 'depthMultiplier',
  label: 'depth multiplier',
  control: 'integer',
  min: 1,
  max: 1024,
  step: 1,
  help: 'Filters per channel of the input.',
};

export const depthMultiplier = z.int().min(1).max(1024);

export const epsilon = z.number().positive().max(1);
export const epsilonField: ParamField = {
  name: 'epsilon',
  label: 'epsilon',
  control: 'number',
  min: 1e-12,
  max: 1,
  step: 0.001,
  help: 'Added to the variance before the square root.',
};

export const filtersField = (help: string): ParamField => ({
  name: 'filters',
  label: 'filters',
  control: 'integer',
  min: 1,
  max: 1_048_576,
  step: 1,
  help,
});

export const stridesField: ParamField = {
  name: 'strides',
  label: 'strides',
  control: 'pair',
  min: 1,
  max: 1024,
  step: 1,
  help: 'Steps of the window, height and width. 2 halves the image.',
};

export const useBiasField: ParamField = {
  name: 'useBias',
  label: 'bias',
  control: 'toggle',
  help: 'Adds one number per output channel. It has no effect in front of a BatchNormalization, which subtracts it again.',
};

export const activationField = (name: string): ParamField => ({
  name,
  label: 'activation',
  control: 'choice',
  options: activationFunction.options,
  help: 'relu between layers; softmax at the end, to make class probabilities; linear leaves values as they are.',
});
