/**
 * The network as Keras layers: each node becomes one layer with the node's id as its name, or a few where
 * Keras has no layer that does the same. Configurations are those of each layer's `get_config` in Keras 3.
 */
import type { GraphAnalysis, NodeAnalysis } from '../../../core/analysis/types';
import type { Shape } from '../../../core/graph/document';
import { batchNormalization } from '../../../core/ops/batch-normalization';
import { conv2d } from '../../../core/ops/conv2d';
import { dense } from '../../../core/ops/dense';
import { maxPooling2d } from '../../../core/ops/max-pooling2d';
import type { Initializer } from '../../../core/ops/operator';
import { zeroPaddedShortcut } from '../../../core/ops/zero-padded-shortcut';
import { zeroPadding2d } from '../../../core/ops/zero-padding2d';
import { CHANNELS_LAST, type Mapping, type Piece, plain, shapeOf, single } from './mapping';
import { activationName, pointwiseMappings } from './pointwise';

export interface KerasLayer {
  name: string;
  className: string;
  config: Readonly<Record<string, unknown>>;
  /** Names of the layers that feed it. */
  inputs: readonly string[];
  /** Without the batch dimension. */
  outputShape: Shape;
  /** Variables in the order in which Keras saves them, `stem.conv/kernel`. */
  variables: readonly string[];
}

const mappings: ReadonlyMap<string, Mapping> = new Map<string, Mapping>([
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
  single(conv2d, (params) => ({
    filters: params.filters,
    kernel_size: params.kernelSize,
    strides: params.strides,
    padding: params.padding,
    ...CHANNELS_LAST,
    dilation_rate: [1, 1],
    groups: 1,
    activation: 'linear',
    use_bias: params.useBias,
    kernel_initializer: initializer(params.kernelInitializer),
    bias_initializer: initializer('zeros'),
  })),
  single(batchNormalization, ({ momentum, epsilon, gammaInitializer }) => ({
    axis: -1,
    momentum,
    epsilon,
    center: true,
    scale: true,
    gamma_initializer: initializer(gammaInitializer),
  })),
  single(maxPooling2d, ({ poolSize, strides, padding }) => ({
    pool_size: poolSize,
    strides,
    padding,
    ...CHANNELS_LAST,
  })),
  plain('GlobalAveragePooling2D', { ...CHANNELS_LAST, keepdims: false }),
  single(zeroPadding2d, ({ padding: [top, bottom, left, right] }) => ({
    padding: [
      [top, bottom],
      [left, right],
    ],
    ...CHANNELS_LAST,
  })),
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
]);

/** Operator types that have a Keras layer; a test holds it against the registry. */
export const exportedTypes: ReadonlySet<string> = new Set(mappings.keys());

/**
 * Option A of the paper in standard layers: a 1x1 max pooling takes every n-th row and column, and as Keras pads
 * the first two axes only, the channels are brought to the front for it.
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
    pieces.push(
      {
        role: 'channels_first',
        className: 'Permute',
        config: { dims: [3, 1, 2] },
        outputShape: [channels, height, width],
      },
      {
        role: 'pad',
        className: 'ZeroPadding2D',
        config: {
          padding: [
            [0, filters - channels],
            [0, 0],
          ],
          ...CHANNELS_LAST,
        },
        outputShape: [filters, height, width],
      },
      {
        role: 'channels_last',
        className: 'Permute',
        config: { dims: [2, 3, 1] },
        outputShape: [height, width, filters],
      },
    );
  }
  const identity = {
    role: '',
    className: 'Activation',
    config: { activation: 'linear' },
    outputShape: shapeOf(node),
  };
  return pieces.length > 0 ? pieces : [identity];
}

/** @returns the layers, inputs before what they feed; the last one of a node bears its name. */
export function kerasLayers(analysis: GraphAnalysis): KerasLayer[] {
  const names = new Set(analysis.order);
  const unused = (name: string): string => {
    const free = names.has(name) ? unused(`${name}_`) : name;
    names.add(free);
    return free;
  };
  return analysis.order.flatMap((id) => {
    const node = analysis.nodes[id];
    const mapping = node && mappings.get(node.type);
    if (!mapping) throw new Error(`Every operator has a Keras layer. Received: '${node?.type}'.`);
    let previous = '';
    return mapping(node).map(({ role, className, config, outputShape, takes }, index, pieces): KerasLayer => {
      const last = index === pieces.length - 1;
      const name = last ? id : unused(`${id}.${role}`);
      const variables = last ? node.weights.map((weight) => `${id}/${weight.name}`) : [];
      const taken = takes?.map((from) => (from === 'previous' ? previous : (node.inputs[from] as string)));
      const inputs = taken ?? (index === 0 ? node.inputs : [previous]);
      previous = name;
      return { name, className, config, inputs, outputShape, variables };
    });
  });
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
