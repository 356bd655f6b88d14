/** Type rules of convolutions, biases and matrix products. */
import type { Sliding } from '../attributes';
import type { TensorShape } from '../types';
import {
  fail,
  float,
  known,
  lastSize,
  type RuleArguments,
  requireRank,
  requireShape,
  slides,
  type TypeRules,
  take,
} from './rule';

type Family = 'conv2d' | 'conv2d_input_grad' | 'conv2d_filter_grad' | 'bias_add' | 'bias_grad' | 'matmul';

/** Shape of the convolution of input 0 with input 1. */
function convolved(rule: RuleArguments<'conv2d' | 'conv2d_input_grad' | 'conv2d_filter_grad'>): TensorShape {
  const [batch, height, width, channels] = requireRank(rule, 0, 4);
  const [kernelHeight, kernelWidth, kernelChannels, filters] = requireRank(rule, 1, 4);
  if (channels !== kernelChannels) fail(rule, 'takes a kernel [h, w, C, F] for an input [N, H, W, C].');
  const { strides, padding }: Sliding = rule.attributes;
  return [
    batch as number | null,
    slides(rule, known(rule, height), known(rule, kernelHeight), strides[0], padding),
    slides(rule, known(rule, width), known(rule, kernelWidth), strides[1], padding),
    known(rule, filters),
  ];
}

export const convolutionRules: Pick<TypeRules, Family> = {
  conv2d: (rule) => {
    take(rule, 'float32', 'float32');
    return [float(convolved(rule))];
  },
  conv2d_input_grad: (rule) => {
    const [x] = take(rule, 'float32', 'float32', 'float32');
    requireShape(rule, 2, convolved(rule));
    return [float(x!.shape)];
  },
  conv2d_filter_grad: (rule) => {
    const [, kernel] = take(rule, 'float32', 'float32', 'float32');
    requireShape(rule, 2, convolved(rule));
    return [float(kernel!.shape)];
  },
  bias_add: (rule) => {
    const [x] = take(rule, 'float32', 'float32');
    requireShape(rule, 1, [lastSize(rule, 0)]);
    return [float(x!.shape)];
  },
  bias_grad: (rule) => {
    take(rule, 'float32');
    return [float([lastSize(rule, 0)])];
  },
  matmul: (rule) => {
    take(rule, 'float32', 'float32');
    const { transposeA, transposeB } = rule.attributes;
    const a = requireRank(rule, 0, 2);
    const b = requireRank(rule, 1, 2);
    const [rows, inner] = transposeA ? [a[1], a[0]] : a;
    const [sameInner, columns] = transposeB ? [b[1], b[0]] : b;
    if (inner !== sameInner) fail(rule, 'takes matrices [M, K] and [K, N].');
    return [float([rows as number | null, columns as number | null])];
  },
};
