/** Element-wise functions. */
import { message } from '../../../../core/messages';
import { affine, channelsOf } from '../affine';
import type { Context } from '../context';
import { NotUnderstood } from '../draft';
import { decimal } from '../model';
import { isLast, type Value } from '../value';
import type { Read } from './read';

export function activated(context: Context, value: Value, name: string, slope?: number): Value {
  const params = { function: name, ...(slope === undefined ? {} : { negativeSlope: slope }) };
  return { ...value, layer: context.add('Activation', params, [value.layer]).name };
}

const plain =
  (name: string): Read =>
  (context) =>
    activated(context, context.value(0), name);

/** Functions with a parameter for which we support one value. */
const fixed =
  (name: string, numbers: Readonly<Record<string, readonly [ours: number, initial: number]>>): Read =>
  (context) => {
    for (const [attribute, [ours, initial]] of Object.entries(numbers)) {
      const received = context.attributes.float(attribute, initial);
      if (Math.abs(received - ours) > 1e-6) {
        throw new NotUnderstood(
          message('import.onnx.entry.number', { name: attribute, value: ours, received }),
        );
      }
    }
    return activated(context, context.value(0), name);
  };

const clip: Read = (context) => {
  const bound = (name: string, index: number, otherwise: number) =>
    context.has(index)
      ? (context.needed(index).numbers()[0] as number)
      : context.attributes.float(name, otherwise);
  const [low, high] = [bound('min', 1, Number.NEGATIVE_INFINITY), bound('max', 2, Number.POSITIVE_INFINITY)];
  if (low === 0 && high === 6) return activated(context, context.value(0), 'relu6');
  if (low === 0 && high > 1e38) return activated(context, context.value(0), 'relu');
  throw new NotUnderstood(message('import.onnx.entry.clip', { low: String(low), high: String(high) }));
};

const softmax: Read = (context) => {
  const value = context.value(0);
  const { length: rank } = value.axes;
  const initial = context.graph.opset < 13 ? 1 : -1;
  const given = context.attributes.int('axis', initial);
  const axis = given < 0 ? given + rank : given - 1;
  const inner = value.axes
    .map((list, index) => (index === axis ? 0 : list.length))
    .reduce((a, b) => a + b, 0);
  // If there is only one axis, order does not matter. Before version 13, all axes from this one on counted.
  if (inner > 0 && (context.graph.opset < 13 || !isLast(value, axis))) {
    throw new NotUnderstood(message('import.onnx.entry.layout'));
  }
  const vector = rank === 1 ? context.vector(value).value : value;
  const dense = context.only(0);
  if (dense?.type === 'Dense' && dense.params.activation === 'linear') {
    dense.params = { ...dense.params, activation: 'softmax' };
    context.note('folded', message('import.entry.intoLayer', { layer: dense.name }));
    return { ...vector, viewOf: context.node.inputs[0] as string };
  }
  return activated(context, vector, 'softmax');
};

const prelu: Read = (context) => {
  const slopes = context.needed(1).floats();
  const [slope = 0] = slopes;
  if (!slopes.every((one) => one === slope)) context.fail();
  return activated(context, context.value(0), 'leaky_relu', decimal(slope));
};

/** max(0, min(1, alpha x + beta)), which is relu6(6 (alpha x + beta)) / 6. */
const hardSigmoid: Read = (context) => {
  const value = context.value(0);
  const [alpha, beta] = [context.attributes.float('alpha', 0.2), context.attributes.float('beta', 0.5)];
  const channels = channelsOf(value);
  const all = (number: number) => new Float32Array(channels).fill(number);
  const scaled = affine(context, 0, value, { scale: all(6 * alpha), shift: all(6 * beta) });
  const clipped = context.add('Activation', { function: 'relu6' }, [scaled.layer], {}, 'clipped');
  const one = { kernelSize: [1, 1], useBias: false };
  const image = context.image({ ...scaled, layer: clipped.name });
  const { name } = context.add('DepthwiseConv2D', one, [image.layer], { kernel: all(1 / 6) }, 'scaled');
  context.note('approximated', message('import.onnx.entry.hardSigmoid'));
  return { ...image, layer: name };
};

const gelu: Read = (context) => {
  if (context.attributes.text('approximate', 'none') !== 'none') {
    context.note('approximated', message('import.onnx.entry.gelu'));
  }
  return activated(context, context.value(0), 'gelu');
};

/** PyTorch replaces softplus by x for large x, where it makes no difference. */
const where: Read = (context) => {
  const [condition, large, x] = context.node.inputs;
  const threshold = context.producer(condition, 'Greater');
  const softplus = context.producer(x, 'Softplus');
  const limit = context.graph.constants.get(threshold?.inputs[1] ?? '')?.numbers()[0] ?? 0;
  if (threshold?.inputs[0] !== large || softplus?.inputs[0] !== large || limit < 15) context.fail();
  const value = context.graph.values.get(large ?? '') ?? context.fail();
  return activated(context, value, 'softplus');
};

export const activations: Readonly<Record<string, Read>> = {
  Relu: plain('relu'),
  Selu: fixed('selu', { alpha: [1.6732632, 1.6732632], gamma: [1.050701, 1.050701] }),
  Elu: fixed('elu', { alpha: [1, 1] }),
  Gelu: gelu,
  Sigmoid: plain('sigmoid'),
  Tanh: plain('tanh'),
  Softplus: plain('softplus'),
  HardSwish: plain('hard_swish'),
  HardSigmoid: hardSigmoid,
  Swish: fixed('silu', { alpha: [1, 1] }),
  LeakyRelu: (context) =>
    activated(context, context.value(0), 'leaky_relu', context.attributes.float('alpha', 0.01)),
  PRelu: prelu,
  Clip: clip,
  Softmax: softmax,
  Where: where,
};
