/** Type rules of convolutions. */
import type { Convolution } from '../attributes';
import type { TensorShape } from '../types';
import {
  fail,
  known,
  like,
  type RuleArguments,
  requireRank,
  requireShape,
  sameShape,
  slides,
  type TypeRules,
  takeFloating,
} from './rule';

type Family =
  | 'conv2d'
  | 'conv2d_input_grad'
  | 'conv2d_filter_grad'
  | 'conv2d_transpose'
  | 'depthwise_conv2d'
  | 'depthwise_conv2d_input_grad'
  | 'depthwise_conv2d_filter_grad';

/** Height and width of the convolution of an image [N,H,W,C] with a kernel [h,w,...]. */
function positions(rule: RuleArguments<Family>, image: TensorShape, kernel: TensorShape): [number, number] {
  const { strides, padding, dilations = [1, 1] }: Convolution = rule.attributes;
  if (Math.max(...strides) > 1 && Math.max(...dilations) > 1)
    fail(rule, 'takes strides or dilations above 1.');
  const side = (axis: 0 | 1): number => {
    const span = (known(rule, kernel[axis]) - 1) * dilations[axis] + 1;
    return slides(rule, known(rule, image[axis + 1]), span, strides[axis], padding);
  };
  return [side(0), side(1)];
}

/** Shape of the convolution of input 0 with input 1. */
function convolved(rule: RuleArguments<'conv2d' | 'conv2d_input_grad' | 'conv2d_filter_grad'>): TensorShape {
  const x = requireRank(rule, 0, 4);
  const kernel = requireRank(rule, 1, 4);
  const [channels, seen, filters] = [known(rule, x[3]), known(rule, kernel[2]), known(rule, kernel[3])];
  if (channels % seen !== 0) fail(rule, 'takes a kernel [h, w, C / groups, F] for an input [N, H, W, C].');
  if (filters % (channels / seen) !== 0) fail(rule, 'has as many filters in each group.');
  return [x[0] as number | null, ...positions(rule, x, kernel), filters];
}

/** Shape of the depthwise convolution of input 0 with input 1. */
function convolvedApart(
  rule: RuleArguments<'depthwise_conv2d' | 'depthwise_conv2d_input_grad' | 'depthwise_conv2d_filter_grad'>,
): TensorShape {
  const x = requireRank(rule, 0, 4);
  const kernel = requireRank(rule, 1, 4);
  const channels = known(rule, x[3]);
  if (channels !== kernel[2]) fail(rule, 'takes a kernel [h, w, C, M] for an input [N, H, W, C].');
  const { strides } = rule.attributes;
  if (strides[0] !== strides[1]) fail(rule, 'takes one stride for both directions.');
  return [x[0] as number | null, ...positions(rule, x, kernel), channels * known(rule, kernel[3])];
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
  conv2d_transpose: (rule) => {
    const [x] = takeFloating(rule, 2);
    const [batch, height, width, channels] = requireRank(rule, 0, 4);
    const kernel = requireRank(rule, 1, 4);
    if (channels !== kernel[3]) fail(rule, 'takes a kernel [h, w, F, C] for an input [N, H, W, C].');
    const { attributes } = rule;
    const result = [batch as number | null, attributes.height, attributes.width, known(rule, kernel[2])];
    if (!sameShape(positions(rule, result, kernel), [height!, width!])) {
      fail(rule, 'takes what the convolution of its output would be.');
    }
    return [like(x, result)];
  },
  depthwise_conv2d: (rule) => {
    const [x] = takeFloating(rule, 2);
    return [like(x, convolvedApart(rule))];
  },
  depthwise_conv2d_input_grad: (rule) => {
    const [x] = takeFloating(rule, 3);
    requireShape(rule, 2, convolvedApart(rule));
    return [x!];
  },
  depthwise_conv2d_filter_grad: (rule) => {
    const [, kernel] = takeFloating(rule, 3);
    requireShape(rule, 2, convolvedApart(rule));
    return [kernel!];
  },
};
