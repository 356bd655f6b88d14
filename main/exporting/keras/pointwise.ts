/** Keras layers of activations, merges and dropouts. */
import type { NodeAnalysis } from '../../../core/analysis/types';
import { activation } from '../../../core/ops/activation';
import { channelScale } from '../../../core/ops/channel-scale';
import { dropout, spatialDropout2d } from '../../../core/ops/dropout';
import { reshape } from '../../../core/ops/reshape';
import { stochasticDepth } from '../../../core/ops/stochastic-depth';
import { CHANNELS_LAST, type Mapping, type Piece, plain, shapeOf, single } from './mapping';

/** Keras' name of an activation. */
export const activationName = (fn: string): string => (fn === 'hard_swish' ? 'hard_silu' : fn);

/** Layers that take a list of tensors: one argument of the call. */
export const mergingLayers: readonly string[] = [
  'Add',
  'Subtract',
  'Multiply',
  'Average',
  'Maximum',
  'Concatenate',
];

export const pointwiseMappings: readonly [string, Mapping][] = [
  // The string 'leaky_relu' cannot say a slope; the layer can.
  single(
    activation,
    (params) =>
      params.function === 'leaky_relu'
        ? { negative_slope: params.negativeSlope }
        : { activation: activationName(params.function) },
    (params) => (params.function === 'leaky_relu' ? 'LeakyReLU' : 'Activation'),
  ),
  ...mergingLayers.map((type) => plain(type, type === 'Concatenate' ? { axis: -1 } : {})),
  [channelScale.type, scaledChannels],
  single(reshape, ({ targetShape }) => ({ target_shape: targetShape })),
  single(dropout, ({ rate }) => ({ rate })),
  single(spatialDropout2d, ({ rate }) => ({ rate, ...CHANNELS_LAST })),
  // One draw for each example, [N, 1, ..., 1], or for all.
  single(
    stochasticDepth,
    ({ survivalRate, mode }, node) => ({
      rate: 1 - survivalRate,
      noise_shape: [mode === 'batch' ? 1 : null, ...shapeOf(node).map(() => 1)],
    }),
    'Dropout',
  ),
];

/** The gates as [1, 1, C], then a Multiply, which broadcasts. */
function scaledChannels(node: NodeAnalysis): Piece[] {
  const outputShape = shapeOf(node);
  const gates = node.inputShapes[1] ?? [];
  const pixel = [1, 1, outputShape[2] ?? 0];
  const product = { role: '', className: 'Multiply', config: {}, outputShape };
  if (gates.length === 3) return [{ ...product, takes: [0, 1] }];
  const reshaped = { className: 'Reshape', config: { target_shape: pixel }, outputShape: pixel };
  return [
    { role: 'gates', ...reshaped, takes: [1] },
    { ...product, takes: [0, 'previous'] },
  ];
}
