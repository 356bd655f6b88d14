/** Type rules of convolutions, biases and matrix products. */
import type { Sliding } from '../attributes';
import type { TensorShape } from '../types';
import {
  fail,
  known,
  lastSize,
  like,
  type RuleArguments,
  requireRank,
  requireShape,
  slides,
  type TypeRules,
  takeFloating,
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
    const [x] = takeFloating(rule, 2);
    return [like(x, convolved(rule))];
  },
  conv2d_input_grad: (rule) => {
    const [x] = takeFloating(rule, 3);
    requireShape(rule, 2, convolved(rule));
    return [x!];
  },
  conv2d_filter_grad: (rule) => {
    const [, kernel] = takeFloating(rule, 3);
    requireShape(rule, 2, convolved(rule));
    return [kernel!];
  },
  bias_add: (rule) => {
    const [x] = takeFloating(rule, 2);
    requireShape(rule, 1, [lastSize(rule, 0)]);
    return [x!];
  },
  bias_grad: (rule) => {
    const [dy] = takeFloating(rule, 1);
    return [like(dy, [lastSize(rule, 0)])];
  },
  matmul: (rule) => {
    const [left] = takeFloating(rule, 2);
    const { transposeA, transposeB } = rule.attributes;
    const a = requireRank(rule, 0, 2);
    const b = requireRank(rule, 1, 2);
    const [rows, inner] = transposeA ? [a[1], a[0]] : a;
    const [sameInner, columns] = transposeB ? [b[1], b[0]] : b;
    if (inner !== sameInner) fail(rule, 'takes matrices [M, K] and [K, N].');
    return [like(left, [rows as number | null, columns as number | null])];
  },
};
