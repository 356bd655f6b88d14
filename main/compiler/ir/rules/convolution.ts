/** Type rules of convolutions. */
import type { Convolution } from '../attributes';
import type { TensorShape, TensorType } from '../tensor-type';
import {
  knownImage,
  knownKernel,
  like,
  type RuleArguments,
  requireShape,
  sameShape,
  slides,
  type TypeRules,
  takeFloating,
  typeBug,
} from './rule';

type Convolving =
  | 'conv2d'
  | 'conv2d_input_grad'
  | 'conv2d_filter_grad'
  | 'conv2d_transpose'
  | 'depthwise_conv2d'
  | 'depthwise_conv2d_input_grad'
  | 'depthwise_conv2d_filter_grad';
type Rule = RuleArguments<Convolving>;

/** Height and width of the convolution of an image with a kernel, from the sides of both. */
function positions(rule: Rule, image: [number, number], kernel: [number, number]): [number, number] {
  const { strides, padding, dilations = [1, 1] }: Convolution = rule.attributes;
  if (Math.max(...strides) > 1 && Math.max(...dilations) > 1)
    typeBug(rule, 'takes strides or dilations above 1.');
  const side = (axis: 0 | 1): number => {
    const span = (kernel[axis] - 1) * dilations[axis] + 1;
    return slides(rule, image[axis], span, strides[axis], padding);
  };
  return [side(0), side(1)];
}

/** Shape of the convolution of input 0 with input 1. */
function convolved(rule: Rule): TensorShape {
  const [batch, height, width, channels] = knownImage(rule, 0);
  const [down, across, seen, filters] = knownKernel(rule);
  if (channels % seen !== 0) typeBug(rule, 'takes a kernel [h, w, C / groups, F] for an input [N, H, W, C].');
  if (filters % (channels / seen) !== 0) typeBug(rule, 'has as many filters in each group.');
  return [batch, ...positions(rule, [height, width], [down, across]), filters];
}

/** Shape of the depthwise convolution of input 0 with input 1. */
function convolvedApart(rule: Rule): TensorShape {
  const [batch, height, width, channels] = knownImage(rule, 0);
  const [down, across, seen, multiplier] = knownKernel(rule);
  if (channels !== seen) typeBug(rule, 'takes a kernel [h, w, C, M] for an input [N, H, W, C].');
  const { strides } = rule.attributes;
  if (strides[0] !== strides[1]) typeBug(rule, 'takes one stride for both directions.');
  return [batch, ...positions(rule, [height, width], [down, across]), channels * multiplier];
}

type Shape = (rule: Rule) => TensorShape;

const forward = (shape: Shape) => (rule: Rule) => {
  const [x] = takeFloating(rule, 2);
  return [like(x, shape(rule))];
};
/** (x, kernel, dy) -> the gradient of input `index`. */
const gradient = (index: 0 | 1, shape: Shape) => (rule: Rule) => {
  const inputs = takeFloating(rule, 3);
  requireShape(rule, 2, shape(rule));
  return [inputs[index] as TensorType];
};

export const convolutionRules = {
  conv2d: forward(convolved),
  conv2d_input_grad: gradient(0, convolved),
  conv2d_filter_grad: gradient(1, convolved),
  conv2d_transpose: (rule) => {
    const [x] = takeFloating(rule, 2);
    const [batch, ...sides] = knownImage(rule, 0);
    const [down, across, filters, channels] = knownKernel(rule);
    if (sides[2] !== channels) typeBug(rule, 'takes a kernel [h, w, F, C] for an input [N, H, W, C].');
    const { height, width } = rule.attributes;
    if (!sameShape(positions(rule, [height, width], [down, across]), sides.slice(0, 2))) {
      typeBug(rule, 'takes what the convolution of its output would be.');
    }
    return [like(x, [batch, height, width, filters])];
  },
  depthwise_conv2d: forward(convolvedApart),
  depthwise_conv2d_input_grad: gradient(0, convolvedApart),
  depthwise_conv2d_filter_grad: gradient(1, convolvedApart),
} satisfies Partial<TypeRules>;
