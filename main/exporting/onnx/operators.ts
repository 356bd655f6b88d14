/**
 * Maps each operator of the IR to ONNX. Images are [N, C, H, W] there, so values of rank 4 and the constants that meet
 * them are transposed; everything else stays as it is. Padding is explicit: onnxruntime pools wrongly with `auto_pad`
 * and dilations.
 */
import type { Activation } from '../../compiler/ir/activations';
import type { Convolution, OperatorName, Pair, Pooling } from '../../compiler/ir/attributes';
import type { Value } from '../../compiler/ir/types';
import { samePads } from '../sliding';
import { transposed } from '../transposed';
import type { Step } from '../walk';
import { float, int, ints, text } from './schema';
import { GEMM_WITHOUT_BIAS, SOFTMAX_OVER_ONE_AXIS } from './versions';
import type { GraphWriter } from './writer';

/** Images are [N, C, H, W]; weights are as in the IR. */
export interface Context<Name extends OperatorName = OperatorName> extends Omit<Step<string, Name>, 'bias'> {
  graph: GraphWriter;
  /** The bias that is added directly after a convolution or product, as a tensor [F]. */
  bias(): string | undefined;
  /** A node named after the IR's, or after a part of it. */
  op(
    op: string,
    input: readonly string[],
    attributes?: Parameters<GraphWriter['node']>[3],
    part?: string,
  ): string;
}

type Emit<Name extends OperatorName> = (context: Context<Name>) => string;

const CHANNELS_FIRST = [0, 3, 1, 2];
const CHANNELS_LAST = [0, 2, 3, 1];

function kernel(
  { graph, weight }: Pick<Context, 'graph' | 'weight'>,
  order: readonly number[],
  reshape: (shape: readonly number[]) => readonly number[] = (shape) => shape,
): string {
  const { name, shape, data } = weight(1);
  const moved = order.map((axis) => shape[axis] as number);
  return graph.tensor(name, reshape(moved), () => transposed(data(), shape, order));
}

const optional = (name: string | undefined): string[] => (name === undefined ? [] : [name]);

/** Kernel size, strides, pads and dilations, as Conv and the pools take them. */
function window(
  { strides, padding, dilations = [1, 1] }: Convolution,
  size: Pair,
  x: Value,
): Parameters<GraphWriter['node']>[3] {
  const { top, bottom, left, right } = samePads({ strides, padding, dilations }, size, x.shape);
  return {
    kernel_shape: ints(size),
    strides: ints(strides),
    pads: ints([top, left, bottom, right]),
    ...(Math.max(...dilations) > 1 ? { dilations: ints(dilations) } : {}),
  };
}

const pool = (context: Context<'max_pool' | 'avg_pool'>, op: string): string => {
  const { size }: Pooling = context.attributes;
  return context.op(op, [unfused(context)], window(context.attributes, size, context.inputs[0] as Value));
};

/**
 * onnxruntime merges a Pad into the following pool: its zeros then no longer count in a maximum, and margins wider than
 * the window are refused. A LeakyRelu that changes nothing keeps the two apart.
 */
function unfused({ graph, op, input }: Context): string {
  const x = input(0);
  return graph.isFrom(x, 'Pad') ? op('LeakyRelu', [x], { alpha: float(1) }, 'image') : x;
}

/** A vector [C] as it meets an image: [C, 1, 1]. */
function perChannel(context: Pick<Context, 'graph' | 'weight' | 'inputs'>, index: number): string {
  const { name, shape, data } = context.weight(index);
  if (context.inputs[0]?.shape.length !== 4) return context.graph.tensor(name, shape, data);
  return context.graph.tensor(`${name}/channels`, [...shape, 1, 1], data);
}

/** The second axis of images, otherwise the last. */
const channelAxis = ({ shape }: Value): number => (shape.length === 4 ? 1 : shape.length - 1);

const scaleAndShift = (context: Context<'layer_norm' | 'group_norm'>, x: string): string => {
  const scaled = context.op('Mul', [x, perChannel(context, 1)], {}, 'scaled');
  return context.op('Add', [scaled, perChannel(context, 2)]);
};

const activations: Record<Activation['function'], (context: Context<'activation'>, x: string) => string> = {
  relu: ({ op }, x) => op('Relu', [x]),
  relu6: ({ op, graph }, x) => op('Clip', [x, graph.scalar(0), graph.scalar(6)]),
  leaky_relu: ({ op, attributes }, x) => op('LeakyRelu', [x], { alpha: float(attributes.slope ?? 0) }),
  elu: ({ op }, x) => op('Elu', [x]),
  selu: ({ op }, x) => op('Selu', [x]),
  gelu: ({ op, graph }, x) => {
    const erf = op('Erf', [op('Mul', [x, graph.scalar(Math.SQRT1_2)], {}, 'scaled')], {}, 'erf');
    const half = op('Mul', [x, graph.scalar(0.5)], {}, 'half');
    return op('Mul', [half, op('Add', [erf, graph.scalar(1)], {}, 'shifted')]);
  },
  silu: ({ op }, x) => op('Mul', [x, op('Sigmoid', [x], {}, 'gate')]),
  hard_swish: ({ op }, x) =>
    op('Mul', [x, op('HardSigmoid', [x], { alpha: float(1 / 6), beta: float(0.5) }, 'gate')]),
  sigmoid: ({ op }, x) => op('Sigmoid', [x]),
  tanh: ({ op }, x) => op('Tanh', [x]),
  softplus: ({ op }, x) => op('Softplus', [x]),
};

const binaries = {
  add: 'Add',
  subtract: 'Sub',
  multiply: 'Mul',
  divide: 'Div',
  minimum: 'Min',
  maximum: 'Max',
};

/** [N, ...] with -1 for the batch. */
const sizes = (value: Value): number[] => value.shape.map((size) => size ?? -1);

const margins = (rank: number): readonly number[] =>
  rank === 4 ? CHANNELS_FIRST : Array.from({ length: rank }, (_, axis) => axis);

export const operators: { [Name in OperatorName]?: Emit<Name> } = {
  normalize: (context) => {
    const { op, input, graph, weight, inputs } = context;
    const mean = weight(1);
    const center =
      mean.shape.length === 3
        ? graph.tensor(
            mean.name,
            [mean.shape[2] as number, mean.shape[0] as number, mean.shape[1] as number],
            () => transposed(mean.data(), mean.shape, [2, 0, 1]),
          )
        : perChannel(context, 1);
    const isWhole = inputs.length === 2;
    const centered = op('Sub', [input(0), center], {}, isWhole ? undefined : 'centered');
    return isWhole ? centered : op('Div', [centered, perChannel(context, 2)]);
  },
  binary: ({ op, input, attributes }) => op(binaries[attributes.function], [input(0), input(1)]),
  conv2d: (context) => {
    const { op, input, inputs, attributes, bias } = context;
    const [height, width, channels = 1] = (inputs[1] as Value).shape as number[];
    const groups = ((inputs[0] as Value).shape[3] as number) / channels;
    return op('Conv', [input(0), kernel(context, [3, 2, 0, 1]), ...optional(bias())], {
      ...window(attributes, [height, width] as unknown as Pair, inputs[0] as Value),
      ...(groups > 1 ? { group: int(groups) } : {}),
    });
  },
  depthwise_conv2d: (context) => {
    const { op, input, inputs, attributes, bias } = context;
    const [height, width, channels = 1] = (inputs[1] as Value).shape as number[];
    const weights = kernel(context, [2, 3, 0, 1], ([c = 1, m = 1, h = 1, w = 1]) => [c * m, 1, h, w]);
    return op('Conv', [input(0), weights, ...optional(bias())], {
      ...window(attributes, [height, width] as unknown as Pair, inputs[0] as Value),
      group: int(channels),
    });
  },
  conv2d_transpose: (context) => {
    const { op, input, inputs, attributes, bias } = context;
    const [, rows = 0, columns = 0] = (inputs[0] as Value).shape as number[];
    const [height = 1, width = 1] = (inputs[1] as Value).shape as number[];
    const { strides, padding } = attributes;
    // The padding of the reverse convolution is cut off here; what is then missing at the end is zeros.
    const image = [null, attributes.height, attributes.width, null];
    const { top, left } = samePads({ strides, padding, dilations: [1, 1] }, [height, width], image);
    const end = (size: number, kernelSize: number, stride: number, before: number, wanted: number) =>
      (size - 1) * stride + kernelSize - before - wanted;
    const bottom = end(rows, height, strides[0], top, attributes.height);
    const right = end(columns, width, strides[1], left, attributes.width);
    const missing = [Math.max(0, -bottom), Math.max(0, -right)];
    return op('ConvTranspose', [input(0), kernel(context, [3, 2, 0, 1]), ...optional(bias())], {
      kernel_shape: ints([height, width]),
      strides: ints(strides),
      pads: ints([top, left, Math.max(0, bottom), Math.max(0, right)]),
      ...(Math.max(...missing) > 0 ? { output_padding: ints(missing) } : {}),
    });
  },
  matmul: (context) => {
    const { name, shape, data } = context.weight(1);
    const bias = context.bias();
    if (bias === undefined) context.graph.needs(GEMM_WITHOUT_BIAS);
    const inputs = [context.input(0), context.graph.tensor(name, shape, data), ...optional(bias)];
    return context.op('Gemm', inputs);
  },
  bias_add: (context) => context.op('Add', [context.input(0), perChannel(context, 1)]),
  batch_norm_infer: ({ op, input, graph, weight, attributes }) => {
    const vectors = [1, 2, 3, 4].map((index) => {
      const { name, shape, data } = weight(index);
      return graph.tensor(name, shape, data);
    });
    return op('BatchNormalization', [input(0), ...vectors], { epsilon: float(attributes.epsilon) });
  },
  // ONNX's own operator normalizes trailing axes, and channels are not trailing here.
  layer_norm: (context) => {
    const { op, input, graph, attributes, inputs } = context;
    const axis = channelAxis(inputs[0] as Value);
    const mean = (x: string, part: string) => op('ReduceMean', [x], { axes: ints([axis]) }, part);
    const centered = op('Sub', [input(0), mean(input(0), 'mean')], {}, 'centered');
    const variance = mean(op('Mul', [centered, centered], {}, 'squares'), 'variance');
    const epsilon = graph.scalar(attributes.epsilon);
    const deviation = op('Sqrt', [op('Add', [variance, epsilon], {}, 'shifted')], {}, 'deviation');
    return scaleAndShift(context, op('Div', [centered, deviation], {}, 'normalized'));
  },
  group_norm: (context) => {
    const { op, input, inputs, graph, attributes } = context;
    const { groups, epsilon } = attributes;
    const filled = (value: number) =>
      graph.tensor(`constant/${value}/${groups}`, [groups], () => new Float32Array(groups).fill(value));
    const grouped = op('Reshape', [input(0), graph.longs([0, groups, -1])], {}, 'grouped');
    const normalized = op(
      'InstanceNormalization',
      [grouped, filled(1), filled(0)],
      { epsilon: float(epsilon) },
      'normalized',
    );
    const [, ...sides] = sizes(inputs[0] as Value);
    const shape =
      sides.length === 3 ? [-1, sides[2] as number, sides[0] as number, sides[1] as number] : [-1, ...sides];
    return scaleAndShift(context, op('Reshape', [normalized, graph.longs(shape)], {}, 'ungrouped'));
  },
  activation: (context) => activations[context.attributes.function](context, context.input(0)),
  softmax: ({ op, input, inputs, graph }) => {
    const { shape } = inputs[0] as Value;
    const axis = channelAxis(inputs[0] as Value);
    if (axis < shape.length - 1) graph.needs(SOFTMAX_OVER_ONE_AXIS);
    return op('Softmax', [input(0)], { axis: int(axis) });
  },
  max_pool: (context) => pool(context as Context<'max_pool' | 'avg_pool'>, 'MaxPool'),
  avg_pool: (context) => pool(context as Context<'max_pool' | 'avg_pool'>, 'AveragePool'),
  spatial_max: ({ op, input }) => op('Flatten', [op('GlobalMaxPool', [input(0)], {}, 'pooled')]),
  spatial_mean: ({ op, input }) => op('Flatten', [op('GlobalAveragePool', [input(0)], {}, 'pooled')]),
  pad: ({ op, input, graph, attributes }) => {
    const order = margins(attributes.margins.length);
    const side = (which: 0 | 1) => order.map((axis) => attributes.margins[axis]?.[which] ?? 0);
    return op('Pad', [input(0), graph.longs([...side(0), ...side(1)])]);
  },
  crop: ({ op, input, graph, attributes, output }) => {
    const axes = margins(attributes.margins.length)
      .map((axis, at) => ({ axis, at }))
      .filter(({ axis }) => Math.max(...(attributes.margins[axis] ?? [0, 0])) > 0);
    if (axes.length === 0) return input(0);
    const starts = axes.map(({ axis }) => attributes.margins[axis]?.[0] ?? 0);
    const ends = axes.map(({ axis }, index) => (starts[index] as number) + (output.shape[axis] as number));
    return op('Slice', [
      input(0),
      graph.longs(starts),
      graph.longs(ends),
      graph.longs(axes.map(({ at }) => at)),
    ]);
  },
  subsample: ({ op, input, inputs, graph, attributes }) => {
    const [, height = 0, width = 0] = (inputs[0] as Value).shape as number[];
    const [starts, ends, axes] = [
      [0, 0],
      [height, width],
      [2, 3],
    ].map((values) => graph.longs(values));
    return op('Slice', [
      input(0),
      starts as string,
      ends as string,
      axes as string,
      graph.longs(attributes.strides),
    ]);
  },
  upsample: ({ op, input, graph, attributes }) => {
    const scales = graph.tensor(`constant/scales/${attributes.size.join('_')}`, [4], () =>
      Float32Array.of(1, 1, ...attributes.size),
    );
    const how: Record<string, string> =
      attributes.method === 'nearest'
        ? { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }
        : { mode: 'linear', coordinate_transformation_mode: 'half_pixel' };
    return op('Resize', [input(0), '', scales], texts(how));
  },
  reshape: ({ op, input, inputs, output, graph }) => {
    const from = (inputs[0] as Value).shape;
    const isOnePixel = from.length === 4 && from[1] === 1 && from[2] === 1;
    const last =
      from.length === 4 && !isOnePixel
        ? op('Transpose', [input(0)], { perm: ints(CHANNELS_LAST) }, 'channels_last')
        : input(0);
    const isImage = output.shape.length === 4;
    const reshaped = op('Reshape', [last, graph.longs(sizes(output))], {}, isImage ? 'reshaped' : undefined);
    return isImage ? op('Transpose', [reshaped], { perm: ints(CHANNELS_FIRST) }) : reshaped;
  },
  add_n: ({ op, input, inputs }) =>
    op(
      inputs.length === 2 ? 'Add' : 'Sum',
      inputs.map((_, index) => input(index)),
    ),
  concat: ({ op, input, inputs }) =>
    op(
      'Concat',
      inputs.map((_, index) => input(index)),
      { axis: int(channelAxis(inputs[0] as Value)) },
    ),
  channel_scale: ({ op, input, inputs, graph }) => {
    const channels = (inputs[1] as Value).shape[1] as number;
    const gates = op('Reshape', [input(1), graph.longs([-1, channels, 1, 1])], {}, 'gates');
    return op('Mul', [input(0), gates]);
  },
};

const texts = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(value)]));
