/** Normalizations over channels. */
import { elementCount } from '../../../../core/basics/element-count';
import { message } from '../../../../core/messages';
import type { Context } from '../context';
import { NotUnderstood } from '../draft';
import { decimal, type OnnxNode } from '../model';
import { dimsOf, isLast, orderOf, type Value } from '../value';
import type { Read } from './read';

/** The value with channels last, and the number of channels. */
function withChannels(
  context: Context,
  value: Value,
): { value: Value; channels: number; order: Int32Array | undefined } {
  if (value.axes.length === 1) {
    const { value: vector, order } = context.vector(value);
    return { value: vector, channels: elementCount(vector.sides), order };
  }
  if (!isLast(value, 0)) throw new NotUnderstood(message('import.onnx.entry.layout'));
  return { value, channels: value.sides.at(-1) as number, order: undefined };
}

const inOrder = (data: Float32Array, order: Int32Array | undefined): Float32Array =>
  order && data.length === order.length
    ? data.map((_, index) => data[order[index] as number] as number)
    : data;

const batchNormalization: Read = (context) => {
  const { value, order } = withChannels(context, context.value(0));
  const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((index) =>
    inOrder(context.needed(index).floats(), order),
  );
  const params = {
    epsilon: context.attributes.float('epsilon', 1e-5),
    momentum: context.attributes.float('momentum', 0.9),
  };
  const { name } = context.add('BatchNormalization', params, [value.layer], {
    gamma: gamma as Float32Array,
    beta: beta as Float32Array,
    moving_mean: mean as Float32Array,
    moving_variance: variance as Float32Array,
  });
  return { ...value, layer: name };
};

/** Each value of `perGroup` for all channels of its group. */
const spread = (perGroup: Float32Array, channels: number): Float32Array =>
  perGroup.length === channels
    ? perGroup
    : Float32Array.from(
        { length: channels },
        (_, channel) => perGroup[Math.floor((channel * perGroup.length) / channels)] as number,
      );

const instanceNormalization: Read = (context) => {
  const value = context.image(context.value(0));
  const channels = value.sides[2] as number;
  const [gamma, beta] = [context.needed(1).floats(), context.needed(2).floats()];
  const params = { groups: channels, epsilon: context.attributes.float('epsilon', 1e-5) };
  const { name } = context.add('GroupNormalization', params, [value.layer], { gamma, beta });
  return { ...value, layer: name };
};

const groupNormalization: Read = (context) => {
  const { value, channels } = withChannels(context, context.value(0));
  const params = {
    groups: context.attributes.int('num_groups', 1),
    epsilon: context.attributes.float('epsilon', 1e-5),
  };
  const { name } = context.add('GroupNormalization', params, [value.layer], {
    gamma: spread(context.needed(1).floats(), channels),
    beta: spread(context.needed(2).floats(), channels),
  });
  return { ...value, layer: name };
};

const layerNormalization: Read = (context) => {
  const value = context.value(0);
  const axis = context.attributes.int('axis', -1);
  const rank = value.axes.length + 1;
  const [onnxAxis, vector] = [(axis < 0 ? axis + rank : axis) - 1, value.axes.length === 1];
  if (onnxAxis !== value.axes.length - 1 || !(vector || isLast(value, onnxAxis))) {
    throw new NotUnderstood(message('import.onnx.entry.layout'));
  }
  const { value: input, order } = vector ? context.vector(value) : { value, order: undefined };
  const channels = vector ? elementCount(value.sides) : (value.sides.at(-1) as number);
  const beta = context.has(2) ? inOrder(context.needed(2).floats(), order) : new Float32Array(channels);
  const { name } = context.add(
    'LayerNormalization',
    { epsilon: context.attributes.float('epsilon', 1e-5) },
    [input.layer],
    { gamma: inOrder(context.needed(1).floats(), order), beta },
  );
  return { ...input, layer: name };
};

/** Sub, Pow, ReduceMean, Add, Sqrt and Div that form a layer normalization over the channels; undefined otherwise. */
export function writtenOutLayerNorm(context: Context): Value | undefined {
  const { node, graph } = context;
  const [centered, deviation] = node.inputs;
  const difference = context.producer(centered, 'Sub');
  const shifted = context.producer(context.producer(deviation, 'Sqrt')?.inputs[0], 'Add');
  const [x, mean] = difference?.inputs ?? [];
  const value = graph.values.get(x ?? '');
  const meanNode = context.producer(mean, 'ReduceMean');
  if (!shifted || !value || !meanNode || meanNode.inputs[0] !== x) return undefined;
  const variance = shifted.inputs.map((name) => context.producer(name, 'ReduceMean')).find(Boolean);
  const epsilon = shifted.inputs.map((name) => graph.constants.get(name)).find(Boolean);
  const square = context.producer(variance?.inputs[0], 'Mul', 'Pow');
  if (!variance || epsilon === undefined || square?.inputs[0] !== centered) return undefined;
  const exponent = graph.constants.get(square?.inputs[1] ?? '')?.numbers()[0];
  if (square?.op === 'Pow' ? exponent !== 2 : square?.inputs[1] !== centered) return undefined;
  const axisOf = (from: OnnxNode) => {
    const axes = from.attributes.ints('axes') ?? graph.constants.get(from.inputs[1] ?? '')?.numbers() ?? [];
    return axes.length === 1
      ? ((axes[0] as number) + value.axes.length + 1) % (value.axes.length + 1)
      : undefined;
  };
  const axis = axisOf(meanNode);
  if (axis === undefined || axis !== axisOf(variance) || !isLast(value, axis - 1)) return undefined;
  const channels = value.sides.at(-1) as number;
  const { name } = context.add(
    'LayerNormalization',
    { epsilon: decimal(epsilon.numbers()[0] as number) },
    [value.layer],
    { gamma: new Float32Array(channels).fill(1), beta: new Float32Array(channels) },
  );
  return { ...value, layer: name };
}

/** Reshape to [N, groups, ...], InstanceNormalization and Reshape back; undefined for any other Reshape. */
export function writtenOutGroupNorm(context: Context, dims: readonly number[]): Value | undefined {
  const { graph, node } = context;
  const normalization = context.producer(node.inputs[0], 'InstanceNormalization');
  const grouping = context.producer(normalization?.inputs[0], 'Reshape');
  const value = graph.values.get(grouping?.inputs[0] ?? '');
  const scale = graph.constants.get(normalization?.inputs[1] ?? '');
  const shift = graph.constants.get(normalization?.inputs[2] ?? '');
  if (!normalization || !value || !scale || !shift || dimsOf(value).join() !== dims.join()) return undefined;
  const groups = graph.constants.get(grouping?.inputs[1] ?? '')?.numbers()[1];
  const vector = value.axes.length === 1;
  const channels = vector ? elementCount(value.sides) : (value.sides.at(-1) as number);
  if (groups !== elementCount(scale.dims) || !(vector ? orderOf(value) === undefined : isLast(value, 0)))
    return undefined;
  const { name } = context.add(
    'GroupNormalization',
    { groups, epsilon: normalization.attributes.float('epsilon', 1e-5) },
    [value.layer],
    { gamma: spread(scale.floats(), channels), beta: spread(shift.floats(), channels) },
  );
  return { ...value, layer: name };
}

export const normalizations: Readonly<Record<string, Read>> = {
  BatchNormalization: batchNormalization,
  InstanceNormalization: instanceNormalization,
  GroupNormalization: groupNormalization,
  LayerNormalization: layerNormalization,
};
