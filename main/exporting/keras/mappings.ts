/** The Keras layers of each operator, with the configurations of `get_config` in Keras 3. A new one is a line here. */
import type { NodeAnalysis } from '../../../core/analysis/types';
import type { Shape } from '../../../core/graph/document';
import { batchNormalization } from '../../../core/ops/batch-normalization';
import { conv2d } from '../../../core/ops/conv2d';
import { conv2dTranspose } from '../../../core/ops/conv2d-transpose';
import { cropping2d } from '../../../core/ops/cropping2d';
import { dense } from '../../../core/ops/dense';
import { depthwiseConv2d } from '../../../core/ops/depthwise-conv2d';
import { groupNormalization } from '../../../core/ops/group-normalization';
import { layerNormalization } from '../../../core/ops/layer-normalization';
import type { Initializer } from '../../../core/ops/operator';
import { averagePooling2d, maxPooling2d } from '../../../core/ops/pooling2d';
import { rescaling } from '../../../core/ops/rescaling';
import { separableConv2d } from '../../../core/ops/separable-conv2d';
import type { Pair, Quad } from '../../../core/ops/shared-params';
import { upSampling2d } from '../../../core/ops/up-sampling2d';
import { zeroPaddedShortcut } from '../../../core/ops/zero-padded-shortcut';
import { zeroPadding2d } from '../../../core/ops/zero-padding2d';
import { CHANNELS_LAST, type Mapping, type Piece, plain, shapeOf, single } from './mapping';
import { activationName, pointwiseMappings } from './pointwise';

export const mappings: readonly (readonly [type: string, mapping: Mapping])[] = [
  [
    'Input',
    (node: NodeAnalysis) => [
      {
        role: '',
        className: 'InputLayer',
        config: { batch_shape: [null, ...shapeOf(node)], sparse: false },
        outputShape: shapeOf(node),
      },
    ],
  ],
  [conv2d.type, convolution],
  single(depthwiseConv2d, (params) => ({
    ...sliding(params),
    depth_multiplier: params.depthMultiplier,
    dilation_rate: params.dilation,
    depthwise_initializer: initializer(params.kernelInitializer),
  })),
  single(separableConv2d, (params) => ({
    ...sliding(params),
    filters: params.filters,
    depth_multiplier: params.depthMultiplier,
    dilation_rate: params.dilation,
    depthwise_initializer: initializer(params.depthwiseInitializer),
    pointwise_initializer: initializer(params.pointwiseInitializer),
  })),
  single(conv2dTranspose, (params) => ({
    ...sliding(params),
    filters: params.filters,
    dilation_rate: [1, 1],
    output_padding: null,
    kernel_initializer: initializer(params.kernelInitializer),
  })),
  single(batchNormalization, ({ momentum, epsilon, gammaInitializer }) => ({
    axis: -1,
    momentum,
    epsilon,
    center: true,
    scale: true,
    gamma_initializer: initializer(gammaInitializer),
  })),
  single(layerNormalization, ({ epsilon }) => ({ axis: -1, epsilon, center: true, scale: true })),
  single(groupNormalization, ({ groups, epsilon }) => ({
    groups,
    axis: -1,
    epsilon,
    center: true,
    scale: true,
  })),
  plain('Normalization', { axis: [-1], mean: null, variance: null, invert: false }),
  single(rescaling, ({ scale, offset }) => ({ scale, offset })),
  single(maxPooling2d, pooling),
  single(averagePooling2d, pooling),
  plain('GlobalAveragePooling2D', { ...CHANNELS_LAST, keepdims: false }),
  plain('GlobalMaxPooling2D', { ...CHANNELS_LAST, keepdims: false }),
  single(zeroPadding2d, ({ padding }) => ({ padding: margins(padding), ...CHANNELS_LAST })),
  single(cropping2d, ({ cropping }) => ({ cropping: margins(cropping), ...CHANNELS_LAST })),
  single(upSampling2d, ({ size, interpolation }) => ({ size, interpolation, ...CHANNELS_LAST })),
  plain('Flatten', CHANNELS_LAST),
  single(dense, (params) => ({
    units: params.units,
    activation: activationName(params.activation),
    use_bias: params.useBias,
    kernel_initializer: initializer(params.kernelInitializer),
    bias_initializer: initializer('zeros'),
  })),
  ...pointwiseMappings,
  [zeroPaddedShortcut.type, paddedShortcut],
];

/** Configuration that all convolutions share. */
function sliding(params: { kernelSize: Pair; strides: Pair; padding: string; useBias: boolean }) {
  return {
    kernel_size: params.kernelSize,
    strides: params.strides,
    padding: params.padding,
    ...CHANNELS_LAST,
    activation: 'linear',
    use_bias: params.useBias,
    bias_initializer: initializer('zeros'),
  };
}

function pooling({ poolSize, strides, padding }: { poolSize: Pair; strides: Pair; padding: string }) {
  return { pool_size: poolSize, strides, padding, ...CHANNELS_LAST };
}

const margins = ([top, bottom, left, right]: Quad) => [
  [top, bottom],
  [left, right],
];

/** Conv2D; explicit padding is a layer of its own in Keras. */
function convolution(node: NodeAnalysis): Piece[] {
  const params = conv2d.schema.parse(node.params);
  const explicit = params.padding === 'explicit';
  const [top, bottom, left, right] = params.explicitPadding;
  const [height = 0, width = 0, channels = 0] = node.inputShapes[0] ?? [];
  const pad: Piece = {
    role: 'pad',
    className: 'ZeroPadding2D',
    config: { padding: margins(params.explicitPadding), ...CHANNELS_LAST },
    outputShape: [height + top + bottom, width + left + right, channels],
  };
  const convolve: Piece = {
    role: '',
    className: 'Conv2D',
    config: {
      filters: params.filters,
      ...sliding({ ...params, padding: explicit ? 'valid' : params.padding }),
      dilation_rate: params.dilation,
      groups: params.groups,
      kernel_initializer: initializer(params.kernelInitializer),
    },
    outputShape: shapeOf(node),
  };
  return explicit ? [pad, convolve] : [convolve];
}

/**
 * Option A of the paper in standard layers: a 1x1 max pooling takes every n-th row and column. Keras only pads the first
 * two axes, so the channels are brought to the front for it.
 */
function paddedShortcut(node: NodeAnalysis): Piece[] {
  const { filters, strides } = zeroPaddedShortcut.schema.parse(node.params);
  const [height = 0, width = 0] = shapeOf(node);
  const channels = node.inputShapes[0]?.[2] ?? 0;
  const pieces: Piece[] = [];
  if (strides.some((stride) => stride > 1)) {
    pieces.push({
      role: 'subsample',
      className: 'MaxPooling2D',
      config: { pool_size: [1, 1], strides, padding: 'valid', ...CHANNELS_LAST },
      outputShape: [height, width, channels],
    });
  }
  if (filters > channels) {
    const permuted = (role: string, dims: number[], outputShape: Shape): Piece => ({
      role,
      className: 'Permute',
      config: { dims },
      outputShape,
    });
    const padding = margins([0, filters - channels, 0, 0]);
    pieces.push(
      permuted('channels_first', [3, 1, 2], [channels, height, width]),
      {
        role: 'pad',
        className: 'ZeroPadding2D',
        config: { padding, ...CHANNELS_LAST },
        outputShape: [filters, height, width],
      },
      permuted('channels_last', [2, 3, 1], [height, width, filters]),
    );
  }
  if (pieces.length > 0) return pieces;
  const config = { activation: 'linear' };
  return [{ role: '', className: 'Activation', config, outputShape: shapeOf(node) }];
}

const initializerClasses: Record<Initializer, string> = {
  glorot_uniform: 'GlorotUniform',
  glorot_normal: 'GlorotNormal',
  he_uniform: 'HeUniform',
  he_normal: 'HeNormal',
  lecun_uniform: 'LecunUniform',
  lecun_normal: 'LecunNormal',
  orthogonal: 'Orthogonal',
  zeros: 'Zeros',
  ones: 'Ones',
};

const initializer = (name: Initializer) => ({
  module: 'keras.initializers',
  class_name: initializerClasses[name],
  config: {},
  registered_name: null,
});
