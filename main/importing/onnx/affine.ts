/** y = scale * x + shift with constants: part of the preceding layer if possible, otherwise a separate layer. */
import { elementCount } from '../../../core/basics/element-count';
import { message } from '../../../core/messages';
import type { Constant } from './constant';
import type { Context } from './context';
import { type DraftLayer, NotUnderstood } from './draft';
import { dimsOf, isImage, isLast, orderOf, type Value } from './value';

export interface Affine {
  /** One for each of our channels. */
  scale: Float32Array;
  shift: Float32Array;
}

const KERNELS = ['Conv2D', 'DepthwiseConv2D', 'Dense'];
const NORMALIZATIONS = ['BatchNormalization', 'LayerNormalization', 'GroupNormalization'];
/** So that 1 / sqrt(variance + epsilon) is 1. */
const EPSILON = 1e-3;

/** @param index of the input that is x. */
export function affine(context: Context, index: number, value: Value, { scale, shift }: Affine): Value {
  const scales = scale.some((factor) => factor !== 1);
  const isBias = context.node.op === 'Add' && (context.constant(1 - index)?.dims.length ?? 0) > 0;
  const shifts = isBias || shift.some((term) => term !== 0);
  if (!scales && !shifts) {
    context.note('folded', message('import.entry.noEffect'));
    return { ...value, viewOf: context.node.inputs[index] as string };
  }
  const before = context.only(index);
  if (
    before &&
    before.name === value.layer &&
    absorbed(context, before, { scale, shift }, { scales, shifts })
  ) {
    context.note('folded', message('import.entry.intoLayer', { layer: before.name }));
    return { ...value, viewOf: context.node.inputs[index] as string };
  }
  const image = isImage(value) || value.axes.length === 3 ? context.image(value) : undefined;
  context.note('approximated', message('import.onnx.entry.affine'));
  if (image) {
    const params = { kernelSize: [1, 1], useBias: shifts };
    const { name } = context.add('DepthwiseConv2D', params, [image.layer], {
      kernel: scale,
      ...(shifts ? { bias: shift } : {}),
    });
    return { ...image, layer: name };
  }
  const { value: vector } = context.vector(value);
  const { name } = context.add('BatchNormalization', { epsilon: EPSILON }, [vector.layer], {
    gamma: scale,
    beta: shift,
    moving_mean: new Float32Array(scale.length),
    moving_variance: new Float32Array(scale.length).fill(1 - EPSILON),
  });
  return { ...vector, layer: name };
}

function absorbed(
  { graph: { draft } }: Context,
  layer: DraftLayer,
  { scale, shift }: Affine,
  { scales, shifts }: { scales: boolean; shifts: boolean },
): boolean {
  const { weights } = layer;
  if (NORMALIZATIONS.includes(layer.type)) {
    const [gamma, beta] = [weights.gamma, weights.beta];
    if (gamma?.data.length !== scale.length || !beta) return false;
    weights.gamma = {
      ...gamma,
      data: gamma.data.map((value, channel) => value * (scale[channel] as number)),
    };
    const shifted = (value: number, channel: number) =>
      value * (scale[channel] as number) + (shift[channel] as number);
    weights.beta = { ...beta, data: beta.data.map(shifted) };
    return true;
  }
  const { kernel, bias } = weights;
  if (!KERNELS.includes(layer.type) || !kernel || (layer.params.activation ?? 'linear') !== 'linear')
    return false;
  // Channels come last, so the channel of a value is its index modulo their number.
  if (kernel.data.length % scale.length !== 0 || layer.shape.at(-1) !== scale.length) return false;
  if (scales) {
    const channels = scale.length;
    weights.kernel = {
      ...kernel,
      data: kernel.data.map((value, index) => value * (scale[index % channels] as number)),
    };
    if (bias)
      weights.bias = { ...bias, data: bias.data.map((value, index) => value * (scale[index] as number)) };
  }
  if (shifts) draft.addBias(layer, shift);
  return true;
}

/**
 * A constant operand, as one number for each of our channels.
 * @throws NotUnderstood for any other constant
 */
export function perChannel(value: Value, constant: Constant): Float32Array {
  const dims = dimsOf(value);
  const channels = channelsOf(value);
  const size = elementCount(constant.dims);
  const data = constant.floats();
  if (size === 1) return new Float32Array(channels).fill(data[0] as number);
  const padded = [
    ...new Array<number>(Math.max(0, dims.length + 1 - constant.dims.length)).fill(1),
    ...constant.dims,
  ];
  const [batch, ...sides] = padded;
  const long = sides.findIndex((side) => side !== 1);
  if (batch !== 1 || sides.length !== dims.length || size !== channels || sides[long] !== channels) {
    throw new NotUnderstood(message('import.onnx.entry.notPerChannel'));
  }
  if (value.axes.length === 1) {
    const order = orderOf(value);
    return order ? data.slice().map((_, index) => data[order[index] as number] as number) : data;
  }
  if (!isLast(value, long)) throw new NotUnderstood(message('import.onnx.entry.notPerChannel'));
  return data;
}

/** Our channels: the last axis, or all values of a vector. */
export function channelsOf(value: Value): number {
  return value.axes.length === 1 ? elementCount(value.sides) : (value.sides.at(-1) as number);
}
