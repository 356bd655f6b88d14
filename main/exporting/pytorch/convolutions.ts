/** Convolutions in PyTorch. Padding is in numbers, since padding="same" takes no strides there. */
import type { NodeAnalysis } from '../../../core/analysis/types';
import { conv2d } from '../../../core/ops/conv2d';
import { conv2dTranspose } from '../../../core/ops/conv2d-transpose';
import { depthwiseConv2d } from '../../../core/ops/depthwise-conv2d';
import { separableConv2d } from '../../../core/ops/separable-conv2d';
import type { Pair, Quad } from '../../../core/ops/shared-params';
import { samePads } from '../sliding';
import {
  biasTensor,
  imageOf,
  isEven,
  layer,
  leftToBottom,
  type Mapping,
  mapping,
  NONE,
  type Piece,
  padding,
  padsOf,
  type Sliding,
  sum,
} from './mapping';
import { keyword, pair, positional, type Tensor } from './step';

interface Convolving {
  channels: number;
  filters: number;
  kernelSize: Pair;
  strides: Pair;
  dilation: Pair;
  groups: number;
  useBias: boolean;
  pads: Quad;
  kernel: Tensor;
  role?: string;
}
function convolution(how: Convolving): Piece[] {
  const { before, argument } = padding(how.pads);
  const tensors = [how.kernel, ...biasTensor(how.useBias)];
  return [
    ...before,
    layer(
      'nn.Conv2d',
      [
        positional('in_channels', how.channels),
        positional('out_channels', how.filters),
        positional('kernel_size', pair(how.kernelSize)),
        keyword('stride', pair(how.strides), 1),
        ...argument,
        keyword('dilation', pair(how.dilation), 1),
        keyword('groups', how.groups, 1),
        keyword('bias', how.useBias, true),
      ],
      how.role ? { tensors, role: how.role } : { tensors },
    ),
  ];
}

/** [h, w, in, out] as [out, in, h, w] */
const OUT_IN = [3, 2, 0, 1];
const kernelTensor: Tensor = { name: 'weight', variable: 'kernel', order: OUT_IN };

/** [h, w, channels, multiplier] as [channels * multiplier, 1, h, w] */
const depthwiseTensor = (variable: string, [high, wide]: Pair, filters: number): Tensor => ({
  name: 'weight',
  variable,
  order: [2, 3, 0, 1],
  shape: [filters, 1, high, wide],
});

function depthwise(
  node: NodeAnalysis,
  params: Sliding & { kernelSize: Pair; dilation: Pair; depthMultiplier: number; useBias: boolean },
  { variable = 'kernel', role, padded = NONE }: { variable?: string; role?: string; padded?: Quad } = {},
): Piece[] {
  const [, , channels] = imageOf(node);
  const filters = channels * params.depthMultiplier;
  return convolution({
    channels,
    filters,
    groups: channels,
    kernelSize: params.kernelSize,
    strides: params.strides,
    dilation: params.dilation,
    useBias: params.useBias,
    pads: sum(padsOf(node, params.kernelSize, params), padded),
    kernel: depthwiseTensor(variable, params.kernelSize, filters),
    ...(role ? { role } : {}),
  });
}

export const convolutionMappings: readonly (readonly [type: string, mapping: Mapping])[] = [
  mapping(conv2d, (params, node, padded) => {
    const {
      padding: kind,
      explicitPadding,
      filters,
      kernelSize,
      strides,
      dilation,
      groups,
      useBias,
    } = params;
    const [, , channels] = imageOf(node);
    const own =
      kind === 'explicit' ? explicitPadding : padsOf(node, kernelSize, { ...params, padding: kind });
    return convolution({
      ...{ channels, filters, kernelSize, strides, dilation, groups, useBias },
      pads: sum(own, padded),
      kernel: kernelTensor,
    });
  }),
  mapping(depthwiseConv2d, (params, node, padded) => depthwise(node, params, { padded })),
  mapping(separableConv2d, (params, node, padded) => [
    ...depthwise(
      node,
      { ...params, useBias: false },
      { variable: 'depthwise_kernel', role: 'depthwise', padded },
    ),
    ...convolution({
      channels: imageOf(node)[2] * params.depthMultiplier,
      filters: params.filters,
      kernelSize: [1, 1],
      strides: [1, 1],
      dilation: [1, 1],
      groups: 1,
      useBias: params.useBias,
      pads: NONE,
      kernel: { ...kernelTensor, variable: 'pointwise_kernel' },
      role: 'pointwise',
    }),
  ]),
  mapping(conv2dTranspose, ({ filters, kernelSize, strides, padding: kind, useBias }, node) => {
    const [rows, columns, channels] = imageOf(node);
    const [height = 0, width = 0] = node.outputShape ?? [];
    // What the convolution of an image of the output's size would pad is cut off.
    const { top, left } = samePads({ strides, padding: kind }, kernelSize, [null, height, width, null]);
    const beyond = (count: number, axis: 0 | 1, before: number, wanted: number) =>
      (count - 1) * strides[axis] + kernelSize[axis] - before - wanted;
    const [bottom, right] = [beyond(rows, 0, top, height), beyond(columns, 1, left, width)];
    const missing: Pair = [Math.max(0, -bottom), Math.max(0, -right)];
    const cut: Quad = [top, Math.max(0, bottom), left, Math.max(0, right)];
    const even = isEven(cut);
    return [
      layer(
        'nn.ConvTranspose2d',
        [
          positional('in_channels', channels),
          positional('out_channels', filters),
          positional('kernel_size', pair(kernelSize)),
          keyword('stride', pair(strides), 1),
          keyword('padding', even ? pair([cut[0], cut[2]]) : 0, 0),
          keyword('output_padding', pair(missing), 0),
          keyword('bias', useBias, true),
        ],
        { tensors: [kernelTensor, ...biasTensor(useBias)] },
      ),
      ...(even ? [] : [layer('Crop2d', [positional('crop', leftToBottom(cut))], { role: 'crop' })]),
    ];
  }),
];
