/**
 * How each operator is written in PyTorch, where images are [N, C, H, W]: tensors of three axes are in that order, all others
 * as they are with us.
 */
import type { NodeAnalysis } from '../../../core/analysis/types';
import type { Shape } from '../../../core/graph/document';
import { activation } from '../../../core/ops/activation';
import { batchNormalization } from '../../../core/ops/batch-normalization';
import { cropping2d } from '../../../core/ops/cropping2d';
import { dense } from '../../../core/ops/dense';
import { dropout, spatialDropout2d } from '../../../core/ops/dropout';
import { groupNormalization } from '../../../core/ops/group-normalization';
import { layerNormalization } from '../../../core/ops/layer-normalization';
import { normalization } from '../../../core/ops/normalization';
import { averagePooling2d, maxPooling2d } from '../../../core/ops/pooling2d';
import { rescaling } from '../../../core/ops/rescaling';
import type { activationFunction } from '../../../core/ops/shared-params';
import { stochasticDepth } from '../../../core/ops/stochastic-depth';
import { upSampling2d } from '../../../core/ops/up-sampling2d';
import { zeroPaddedShortcut } from '../../../core/ops/zero-padded-shortcut';
import { zeroPadding2d } from '../../../core/ops/zero-padding2d';
import { convolutionMappings } from './convolutions';
import {
  biasTensor,
  call,
  channelAxis,
  imageOf,
  isEven,
  isImage,
  layer,
  leftToBottom,
  type Mapping,
  mapping,
  only,
  type Piece,
  padding,
  padsOf,
  sum,
  window,
} from './mapping';
import { keyword, pair, positional, type Tensor } from './step';

const activationCalls: Record<
  (typeof activationFunction)['options'][number],
  (x: string, shape: Shape | undefined, slope: number) => string
> = {
  linear: (x) => x,
  relu: (x) => `F.relu(${x})`,
  relu6: (x) => `F.relu6(${x})`,
  leaky_relu: (x, _, slope) => `F.leaky_relu(${x}, ${slope})`,
  elu: (x) => `F.elu(${x})`,
  selu: (x) => `F.selu(${x})`,
  gelu: (x) => `F.gelu(${x})`,
  silu: (x) => `F.silu(${x})`,
  hard_swish: (x) => `F.hardswish(${x})`,
  sigmoid: (x) => `torch.sigmoid(${x})`,
  tanh: (x) => `torch.tanh(${x})`,
  softplus: (x) => `F.softplus(${x})`,
  softmax: (x, shape) => `F.softmax(${x}, dim=${channelAxis(shape)})`,
};

function activated(fn: keyof typeof activationCalls, shape: Shape | undefined, slope = 0): Piece[] {
  return fn === 'linear' ? [] : [only((x) => activationCalls[fn](x, shape, slope))];
}

const scaleAndShift: readonly Tensor[] = [
  { name: 'weight', variable: 'gamma' },
  { name: 'bias', variable: 'beta' },
];
const channelsOf = (node: NodeAnalysis) => positional('channels', node.inputShapes[0]?.at(-1) ?? 0);

/** [N, C, H, W] as [N, H, W, C], in which order values are flattened. */
const channelsLast = (x: string) => `torch.permute(${x}, (0, 2, 3, 1))`;
const isOnePixel = (shape: Shape | undefined) => isImage(shape) && shape?.[0] === 1 && shape[1] === 1;

/** [N, C] and [N, C, H, W]; a Reshape makes values of other ranks, whose channels stay last. */
const hasChannelsSecond = (shape: Shape): boolean => shape.length === 1 || isImage(shape);

const joined = (operator: string): readonly Piece[] => [call((inputs) => inputs.join(operator))];

export const mappings: readonly (readonly [type: string, mapping: Mapping])[] = [
  ...convolutionMappings,
  mapping(batchNormalization, ({ momentum, epsilon }, node) => {
    const shape = node.inputShapes[0] ?? [];
    const isPlain = hasChannelsSecond(shape);
    const sides = shape.slice(0, -1).join(', ');
    return [
      ...(isPlain ? [] : [only((x) => `${x}.flatten(0, -2)`)]),
      layer(
        isImage(shape) ? 'nn.BatchNorm2d' : 'nn.BatchNorm1d',
        [
          channelsOf(node),
          keyword('eps', epsilon, 1e-5),
          keyword('momentum', Number((1 - momentum).toPrecision(12)), 0.1),
        ],
        {
          tensors: [
            ...scaleAndShift,
            { name: 'running_mean', variable: 'moving_mean' },
            { name: 'running_var', variable: 'moving_variance' },
            { name: 'num_batches_tracked' },
          ],
        },
      ),
      ...(isPlain ? [] : [only((x) => `${x}.unflatten(0, (-1, ${sides}))`)]),
    ];
  }),
  mapping(layerNormalization, ({ epsilon }, node) => [
    layer(
      isImage(node.inputShapes[0]) ? 'LayerNorm2d' : 'nn.LayerNorm',
      [channelsOf(node), keyword('eps', epsilon, 1e-5)],
      { tensors: scaleAndShift },
    ),
  ]),
  mapping(normalization, (_, node) => [
    layer('Normalization', [channelsOf(node)], {
      tensors: ['mean', 'variance'].map((name) => ({ name, variable: name })),
    }),
  ]),
  mapping(rescaling, ({ scale, offset }) => [
    only((x) => `${x} * ${scale}${offset === 0 ? '' : ` + ${offset}`}`),
  ]),
  mapping(groupNormalization, ({ groups, epsilon }, node) => {
    const shape = node.inputShapes[0] ?? [];
    const isPlain = hasChannelsSecond(shape);
    const args = [positional('groups', groups), channelsOf(node), keyword('eps', epsilon, 1e-5)];
    return [
      ...(isPlain ? [] : [only((x) => `${x}.movedim(-1, 1)`)]),
      layer('nn.GroupNorm', args, { tensors: scaleAndShift }),
      ...(isPlain ? [] : [only((x) => `${x}.movedim(1, -1)`)]),
    ];
  }),
  mapping(activation, ({ function: fn, negativeSlope }, node) =>
    activated(fn, node.inputShapes[0], negativeSlope),
  ),
  ['Add', () => joined(' + ')],
  ['Subtract', () => joined(' - ')],
  ['Multiply', () => joined(' * ')],
  ['Average', () => [call((inputs) => `(${inputs.join(' + ')}) / ${inputs.length}`)]],
  ['Maximum', () => [call((inputs) => inputs.reduce((a, b) => `torch.maximum(${a}, ${b})`))]],
  [
    'Concatenate',
    (node) => [
      call((inputs) => `torch.cat((${inputs.join(', ')}), dim=${channelAxis(node.inputShapes[0])})`),
    ],
  ],
  [
    'ChannelScale',
    (node) => [
      call(([x, gates]) => `${x} * ${gates}${isImage(node.inputShapes[1]) ? '' : '[:, :, None, None]'}`),
    ],
  ],
  mapping(maxPooling2d, ({ poolSize, strides, padding: kind }, node, padded) => {
    const pads = sum(padsOf(node, poolSize, { strides, padding: kind }), padded);
    const { before, argument } = padding(pads, '-torch.inf');
    return [...before, layer('nn.MaxPool2d', [...window(poolSize, strides), ...argument])];
  }),
  mapping(averagePooling2d, ({ poolSize, strides, padding: kind }, node) => {
    const pads = padsOf(node, poolSize, { strides, padding: kind });
    if (!isEven(pads)) {
      return [layer('AvgPool2d', [...window(poolSize, strides), keyword('padding', leftToBottom(pads))])];
    }
    const isPadded = Math.max(...pads) > 0;
    return [
      layer('nn.AvgPool2d', [
        ...window(poolSize, strides),
        keyword('padding', pair([pads[0], pads[2]]), 0),
        keyword('count_include_pad', !isPadded, true),
      ]),
    ];
  }),
  ['GlobalAveragePooling2D', () => [only((x) => `torch.mean(${x}, (2, 3))`)]],
  ['GlobalMaxPooling2D', () => [only((x) => `torch.amax(${x}, (2, 3))`)]],
  mapping(zeroPadding2d, ({ padding: margins }) => [
    layer('nn.ZeroPad2d', [positional('pad', leftToBottom(margins))]),
  ]),
  mapping(cropping2d, ({ cropping }) => [layer('Crop2d', [positional('crop', leftToBottom(cropping))])]),
  mapping(upSampling2d, ({ size, interpolation }) => [
    layer('nn.Upsample', [
      keyword('scale_factor', pair(size)),
      // "nearest" rounds the wrong way at some odd factors.
      keyword('mode', interpolation === 'nearest' ? '"nearest-exact"' : '"bilinear"'),
    ]),
  ]),
  [
    'Flatten',
    (node) => {
      const [shape] = node.inputShapes;
      if (shape?.length === 1) return [];
      const inOrder = isImage(shape) && !isOnePixel(shape) ? channelsLast : (x: string) => x;
      return [only((x) => `torch.flatten(${inOrder(x)}, 1)`)];
    },
  ],
  [
    'Reshape',
    (node) => {
      const { inputShapes, outputShape = [] } = node;
      const inOrder = isImage(inputShapes[0]) ? channelsLast : (x: string) => x;
      const reshaped = (x: string) => `torch.reshape(${inOrder(x)}, (-1, ${outputShape.join(', ')}))`;
      return [
        only((x) => (isImage(outputShape) ? `torch.permute(${reshaped(x)}, (0, 3, 1, 2))` : reshaped(x))),
      ];
    },
  ],
  mapping(dense, ({ units, useBias, activation: fn }, node) => [
    layer(
      'nn.Linear',
      [
        positional('in_features', node.inputShapes[0]?.[0] ?? 0),
        positional('out_features', units),
        keyword('bias', useBias, true),
      ],
      { tensors: [{ name: 'weight', variable: 'kernel', order: [1, 0] }, ...biasTensor(useBias)] },
    ),
    ...activated(fn, node.outputShape),
  ]),
  mapping(dropout, ({ rate }) => [layer('nn.Dropout', [positional('rate', rate)])]),
  mapping(spatialDropout2d, ({ rate }) => [layer('nn.Dropout2d', [positional('rate', rate)])]),
  mapping(stochasticDepth, ({ survivalRate, mode }) => [
    layer('StochasticDepth', [positional('survival_rate', survivalRate), keyword('mode', mode, 'example')]),
  ]),
  mapping(zeroPaddedShortcut, ({ filters, strides }, node) => [
    layer('ZeroPaddedShortcut', [
      positional('extra_channels', filters - imageOf(node)[2]),
      keyword('stride', pair(strides), 1),
    ]),
  ]),
];
