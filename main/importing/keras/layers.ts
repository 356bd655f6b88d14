/** The operator for each Keras layer. A new one is a line here. */
import type { ParamRecord } from '../../../core/ops/operator';
import { activationLayer, activationLayers, activationOf, type KerasActivation } from './activations';
import { flag, initializerOf, isChannelsLast, marginsOf, pairOf } from './config-values';
import { type Config, sizesOf } from './structure';

/** The translation of a Keras layer. */
export interface Understood {
  type: string;
  params: ParamRecord;
  /** Its variables as Keras counts them, under our names; those in `constants` may be missing. */
  variables?: readonly string[];
  /** Variables that Keras left out, and their constant values. */
  missing?: Readonly<Record<string, number>>;
  /** Values of variables that Keras keeps in the configuration. */
  constants?: Readonly<Record<string, readonly number[]>>;
  /** An activation after it. */
  activation?: KerasActivation;
}

/** Has no effect outside of training in Keras. */
export const NO_EFFECT = 'no effect';

/** Undefined if we have nothing like it. */
export type Mapping = (config: Config) => Understood | typeof NO_EFFECT | undefined;

/** Parameters that all convolutions share; undefined for channels first. */
function convolution(
  config: Config,
  type: string,
  kernels: readonly string[],
  params: ParamRecord,
): Understood | undefined {
  const activation = activationOf(config.activation);
  if (!isChannelsLast(config) || !activation || (config.padding !== 'same' && config.padding !== 'valid'))
    return undefined;
  const useBias = flag(config.use_bias, true);
  return {
    type,
    params: {
      kernelSize: pairOf(config.kernel_size),
      strides: pairOf(config.strides),
      padding: config.padding,
      useBias,
      ...params,
    },
    variables: [...kernels, ...(useBias ? ['bias'] : [])],
    ...(activation.function === 'linear' ? {} : { activation }),
  };
}

const dilationOf = ({ dilation_rate: rate }: Config) => ({ dilation: pairOf(rate) });

function pooling(type: string): Mapping {
  return (config) =>
    isChannelsLast(config)
      ? {
          type,
          params: {
            poolSize: pairOf(config.pool_size, 2),
            strides:
              config.strides === null || config.strides === undefined
                ? pairOf(config.pool_size, 2)
                : pairOf(config.strides),
            padding: config.padding === 'same' ? 'same' : 'valid',
          },
        }
      : undefined;
}

/** The mean or maximum of the image; with `keepdims` as an image of one pixel. */
const global =
  (type: string): Mapping =>
  (config) =>
    isChannelsLast(config) && !config.keepdims ? { type, params: {} } : undefined;

/** A normalization over the last axis. */
function normalization(type: string, params: (config: Config) => ParamRecord, moving = false): Mapping {
  return (config) => {
    const [scale, center] = [flag(config.scale, true), flag(config.center, true)];
    const missing = { ...(scale ? {} : { gamma: 1 }), ...(center ? {} : { beta: 0 }) };
    return {
      type,
      params: params(config),
      variables: [
        ...(scale ? ['gamma'] : []),
        ...(center ? ['beta'] : []),
        ...(moving ? ['moving_mean', 'moving_variance'] : []),
      ],
      ...(Object.keys(missing).length > 0 ? { missing } : {}),
    };
  };
}

const plain =
  (type: string): Mapping =>
  () => ({ type, params: {} });

const ignored: Mapping = () => NO_EFFECT;

/** The number of each channel, however they are nested; undefined where they are no numbers. */
function numbersIn(value: unknown): number[] | undefined {
  const values = [value].flat(MOST_AXES);
  return values.every((one) => typeof one === 'number') ? values : undefined;
}

const MOST_AXES = 4;

/** A Normalization by known statistics. */
function measured(mean: number[] | undefined, variance: number[] | undefined): Understood | undefined {
  if (!mean || mean.length !== variance?.length || ![...mean, ...variance].every(Number.isFinite))
    return undefined;
  return { type: 'Normalization', params: {}, constants: { mean, variance, count: [0] } };
}

const inputShape = (config: Config) => sizesOf(config.batch_shape ?? config.batch_input_shape);

export const kerasLayers: Readonly<Record<string, Mapping>> = {
  InputLayer: (config) => {
    const shape = inputShape(config);
    return shape?.length === 3 ? { type: 'Input', params: { shape: [...shape] } } : undefined;
  },
  Conv2D: (config) =>
    convolution(config, 'Conv2D', ['kernel'], {
      filters: Number(config.filters),
      groups: Number(config.groups ?? 1),
      kernelInitializer: initializerOf(config.kernel_initializer),
      ...dilationOf(config),
    }),
  DepthwiseConv2D: (config) =>
    convolution(config, 'DepthwiseConv2D', ['kernel'], {
      depthMultiplier: Number(config.depth_multiplier ?? 1),
      kernelInitializer: initializerOf(config.depthwise_initializer),
      ...dilationOf(config),
    }),
  SeparableConv2D: (config) =>
    convolution(config, 'SeparableConv2D', ['depthwise_kernel', 'pointwise_kernel'], {
      filters: Number(config.filters),
      depthMultiplier: Number(config.depth_multiplier ?? 1),
      depthwiseInitializer: initializerOf(config.depthwise_initializer),
      pointwiseInitializer: initializerOf(config.pointwise_initializer),
      ...dilationOf(config),
    }),
  Conv2DTranspose: (config) => {
    const { output_padding: padding, dilation_rate: dilation } = config;
    // 0 is not the same as none in Keras.
    if ((padding !== null && padding !== undefined) || pairOf(dilation).some((rate) => rate !== 1))
      return undefined;
    return convolution(config, 'Conv2DTranspose', ['kernel'], {
      filters: Number(config.filters),
      kernelInitializer: initializerOf(config.kernel_initializer),
    });
  },
  Dense: (config) => {
    const activation = activationOf(config.activation);
    if (!activation) return undefined;
    const useBias = flag(config.use_bias, true);
    const inside = activation.negativeSlope === undefined;
    return {
      type: 'Dense',
      params: {
        units: Number(config.units),
        activation: inside ? activation.function : 'linear',
        useBias,
        kernelInitializer: initializerOf(config.kernel_initializer),
      },
      variables: ['kernel', ...(useBias ? ['bias'] : [])],
      ...(inside ? {} : { activation }),
    };
  },
  BatchNormalization: normalization(
    'BatchNormalization',
    ({ momentum = 0.99, epsilon = 0.001, gamma_initializer: gamma }) => ({
      momentum: Number(momentum),
      epsilon: Number(epsilon),
      gammaInitializer: initializerOf(gamma) === 'zeros' ? 'zeros' : 'ones',
    }),
    true,
  ),
  Normalization: (config) => {
    const { mean, variance, invert = false, axis = -1 } = config;
    // The last axis, by its number from the end, or in an image with its batch.
    const isLast = [-1, 3].includes(Number(Array.isArray(axis) && axis.length === 1 ? axis[0] : axis));
    if (invert || !isLast) return undefined;
    if (mean != null || variance != null) return measured(numbersIn(mean), numbersIn(variance));
    return { type: 'Normalization', params: {}, variables: ['mean', 'variance', 'count'] };
  },
  Rescaling: ({ scale, offset = 0 }) => {
    if (typeof scale === 'number' && typeof offset === 'number')
      return { type: 'Rescaling', params: { scale, offset } };
    const factors = numbersIn(scale);
    const offsets = typeof offset === 'number' ? factors?.map(() => offset) : numbersIn(offset);
    return measured(
      factors?.map((factor, channel) => -(offsets?.[channel] ?? Number.NaN) / factor),
      factors?.map((factor) => 1 / factor ** 2),
    );
  },
  LayerNormalization: normalization('LayerNormalization', ({ epsilon = 0.001 }) => ({
    epsilon: Number(epsilon),
  })),
  GroupNormalization: normalization('GroupNormalization', ({ groups = 32, epsilon = 0.001 }) => ({
    groups: Number(groups),
    epsilon: Number(epsilon),
  })),
  ...Object.fromEntries(
    Object.entries(activationLayers).map(([name, read]): [string, Mapping] => [
      name,
      (config) => {
        const activation = read(config);
        return activation && activationLayer(activation);
      },
    ]),
  ),
  MaxPooling2D: pooling('MaxPooling2D'),
  AveragePooling2D: pooling('AveragePooling2D'),
  GlobalAveragePooling2D: global('GlobalAveragePooling2D'),
  GlobalMaxPooling2D: global('GlobalMaxPooling2D'),
  ZeroPadding2D: (config) =>
    isChannelsLast(config)
      ? { type: 'ZeroPadding2D', params: { padding: marginsOf(config.padding) } }
      : undefined,
  Cropping2D: (config) =>
    isChannelsLast(config)
      ? { type: 'Cropping2D', params: { cropping: marginsOf(config.cropping) } }
      : undefined,
  UpSampling2D: (config) => {
    const { interpolation = 'nearest', size } = config;
    if (!isChannelsLast(config) || (interpolation !== 'nearest' && interpolation !== 'bilinear'))
      return undefined;
    return { type: 'UpSampling2D', params: { size: pairOf(size, 2), interpolation } };
  },
  Flatten: (config) => (isChannelsLast(config) ? { type: 'Flatten', params: {} } : undefined),
  Reshape: ({ target_shape: shape }) =>
    Array.isArray(shape) && shape.every(Number.isInteger)
      ? { type: 'Reshape', params: { targetShape: shape as number[] } }
      : undefined,
  Add: plain('Add'),
  Subtract: plain('Subtract'),
  Multiply: plain('Multiply'),
  Average: plain('Average'),
  Maximum: plain('Maximum'),
  Concatenate: ({ axis = -1 }) =>
    axis === -1 || axis === 3 ? { type: 'Concatenate', params: {} } : undefined,
  Dropout: ({ rate = 0.5, noise_shape: noise }): Understood | undefined => {
    if (noise === null || noise === undefined) return { type: 'Dropout', params: { rate: Number(rate) } };
    // One draw for each example, or for all.
    const [batch, ...rest] = Array.isArray(noise) ? noise : [0];
    if ((batch !== null && batch !== 1) || !rest.every((size) => size === 1)) return undefined;
    const survivalRate = 1 - Number(rate);
    return { type: 'StochasticDepth', params: { survivalRate, mode: batch === 1 ? 'batch' : 'example' } };
  },
  SpatialDropout2D: (config) =>
    isChannelsLast(config)
      ? { type: 'SpatialDropout2D', params: { rate: Number(config.rate ?? 0.5) } }
      : undefined,
  ActivityRegularization: ignored,
  RandomFlip: ignored,
  RandomRotation: ignored,
  RandomZoom: ignored,
  RandomTranslation: ignored,
  RandomContrast: ignored,
  RandomBrightness: ignored,
  GaussianNoise: ignored,
};
