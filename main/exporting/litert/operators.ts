/**
 * What each operator of the IR is in LiteRT. Images are [N, H, W, C] in both. Padding is an operator of its own, before a window
 * that pads nothing: the default kernels give zeros for SAME where a kernel is narrower than its stride on one axis.
 */
import type { Activation } from '../../compiler/ir/activations';
import type { Convolution, OperatorName, Pair, Pooling } from '../../compiler/ir/attributes';
import type { TensorShape, Value } from '../../compiler/ir/types';
import { type Pads, samePads } from '../sliding';
import { transposed } from '../transposed';
import type { Step, Weight } from '../walk';
import type { TableValue } from './flatbuffer';
import { type Builtin, TYPE, VALID } from './schema';
import type { LitertGraph, TensorId } from './writer';

export interface Context<Name extends OperatorName = OperatorName> extends Step<TensorId, Name> {
  graph: LitertGraph;
  /** The operator that gives the IR's result. */
  last(builtin: Builtin, inputs: readonly TensorId[], options?: TableValue): TensorId;
  /** One on the way there. */
  part(
    name: string,
    builtin: Builtin,
    inputs: readonly TensorId[],
    shape: TensorShape,
    options?: TableValue,
  ): TensorId;
}

type Emit<Name extends OperatorName> = (context: Context<Name>) => TensorId;

const shapeOf = ({ inputs }: Pick<Context, 'inputs'>, index = 0): TensorShape =>
  (inputs[index] as Value).shape;

/** A weight as it is, [C] or [H, W, C], which meets images by its last axes. */
const constant = ({ graph }: Pick<Context, 'graph'>, { name, shape, data }: Weight): TensorId =>
  graph.constant({ key: name, shape, data });

function bias({ graph, bias: given, output }: Context): TensorId {
  const weight = given();
  if (weight) return constant({ graph }, weight);
  const channels = output.shape.at(-1) as number;
  return graph.constant({
    key: 'constant/zeros',
    shape: [channels],
    data: () => new Float32Array(channels),
  });
}

/** The kernel with its axes in another order, and perhaps another shape. */
function kernel(
  { graph, weight }: Pick<Context, 'graph' | 'weight'>,
  order: readonly number[],
  shaped: readonly number[] = order.map((axis) => weight(1).shape[axis] as number),
): TensorId {
  const { name, shape, data } = weight(1);
  return graph.constant({
    key: name,
    shape: shaped,
    data: () => transposed(data(), shape, order),
    isKernel: true,
  });
}

/** The least float32: no maximum is below it. */
const LEAST = -3.402_823_466_385_288_6e38;

/** The image with `pads` around it, filled with zeros or with `fill`. */
function padded(context: Context, { top, bottom, left, right }: Pads, fill = 0): TensorId {
  const x = context.input(0);
  if (top + bottom + left + right === 0) return x;
  const [batch = null, height = 0, width = 0, channels = 0] = shapeOf(context) as number[];
  const margins = context.graph.integers([0, 0, top, bottom, left, right, 0, 0], [4, 2]);
  const shape = [batch, height + top + bottom, width + left + right, channels];
  return fill === 0
    ? context.part('padded', 'PAD', [x, margins], shape)
    : context.part('padded', 'PADV2', [x, margins, context.graph.scalar(fill)], shape);
}

const stride = ([height, width]: Pair): TableValue => ({
  padding: VALID,
  strideH: height,
  strideW: width,
});

const dilation = ({ dilations = [1, 1] }: Convolution): TableValue => ({
  dilationH: dilations[0],
  dilationW: dilations[1],
});

const window = ({ strides, size }: Pooling): TableValue => ({
  ...stride(strides),
  filterHeight: size[0],
  filterWidth: size[1],
});

/** How many pixels of the image lie under each window, over those of a window. */
function covered({ size, strides, padding }: Pooling, pads: Pads, shape: TensorShape, output: TensorShape) {
  const side = (axis: 0 | 1, before: number) =>
    Array.from({ length: output[axis + 1] as number }, (_, at) => {
      const first = at * strides[axis] - before;
      const end = Math.min(first + size[axis], shape[axis + 1] as number);
      return (end - Math.max(first, 0)) / size[axis];
    });
  if (padding === 'valid') return undefined;
  const [rows, columns] = [side(0, pads.top), side(1, pads.left)];
  return rows.flatMap((row) => columns.map((column) => row * column));
}

/** gamma * x + beta */
function scaledAndShifted(context: Context<'layer_norm' | 'group_norm'>, x: TensorId): TensorId {
  const scaled = context.part(
    'scaled',
    'MUL',
    [x, constant(context, context.weight(1))],
    context.output.shape,
  );
  return context.last('ADD', [scaled, constant(context, context.weight(2))]);
}

/** (x - mean) / sqrt(variance + epsilon) over `axes` of a value of this shape. */
function standardized(
  { graph, part }: Context,
  x: TensorId,
  shape: TensorShape,
  axes: readonly number[],
  epsilon: number,
): TensorId {
  const reduced = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const mean = (name: string, of: TensorId) =>
    part(name, 'MEAN', [of, graph.integers(axes)], reduced, { keepDims: true });
  const center = mean('mean', x);
  const centered = part('centered', 'SUB', [x, center], shape);
  const variance = mean('variance', part('squares', 'MUL', [centered, centered], shape));
  const shifted = part('shifted', 'ADD', [variance, graph.scalar(epsilon)], reduced);
  return part('normalized', 'MUL', [centered, part('scale', 'RSQRT', [shifted], reduced)], shape);
}

/** exp(x) - 1 below zero, else 0. The plain kernels have no ELU. */
function belowZero({ graph, part }: Context, x: TensorId, shape: TensorShape): TensorId {
  const exp = part('exp', 'EXP', [part('negative', 'MINIMUM', [x, graph.scalar(0)], shape)], shape);
  return part('decay', 'SUB', [exp, graph.scalar(1)], shape);
}

const SELU_SCALE = 1.050_700_987_355_480_5;
const SELU_ALPHA = 1.673_263_242_354_377_2;

type Activate = (context: Context<'activation'>, x: TensorId, shape: TensorShape) => TensorId;

const activations: Record<Activation['function'], Activate> = {
  relu: ({ last }, x) => last('RELU', [x]),
  relu6: ({ last }, x) => last('RELU6', [x]),
  leaky_relu: ({ last, attributes }, x) => last('LEAKY_RELU', [x], { alpha: attributes.slope ?? 0 }),
  elu: (context, x, shape) =>
    context.last('ADD', [context.part('above', 'RELU', [x], shape), belowZero(context, x, shape)]),
  selu: (context, x, shape) => {
    const { last, part, graph } = context;
    const above = part('above', 'RELU', [x], shape);
    const below = part('below', 'MUL', [belowZero(context, x, shape), graph.scalar(SELU_ALPHA)], shape);
    return last('MUL', [part('sum', 'ADD', [above, below], shape), graph.scalar(SELU_SCALE)]);
  },
  gelu: ({ last }, x) => last('GELU', [x], { approximate: false }),
  silu: ({ last, part }, x, shape) => last('MUL', [x, part('gate', 'LOGISTIC', [x], shape)]),
  hard_swish: ({ last }, x) => last('HARD_SWISH', [x]),
  sigmoid: ({ last }, x) => last('LOGISTIC', [x]),
  tanh: ({ last }, x) => last('TANH', [x]),
  // max(x, 0) + log(1 + exp(-|x|)), which does not overflow.
  softplus: ({ last, part, graph }, x, shape) => {
    const negative = part('negative', 'NEG', [part('size', 'ABS', [x], shape)], shape);
    const sum = part('sum', 'ADD', [part('exp', 'EXP', [negative], shape), graph.scalar(1)], shape);
    return last('ADD', [part('relu', 'RELU', [x], shape), part('log', 'LOG', [sum], shape)]);
  },
};

const binaries: Record<string, Builtin> = {
  add: 'ADD',
  subtract: 'SUB',
  multiply: 'MUL',
  divide: 'DIV',
  minimum: 'MINIMUM',
  maximum: 'MAXIMUM',
};

const reshaped = (context: Context, x: TensorId, shape: TensorShape, name?: string): TensorId => {
  const inputs = [x, context.graph.integers(shape.map((size) => size ?? -1))];
  return name === undefined ? context.last('RESHAPE', inputs) : context.part(name, 'RESHAPE', inputs, shape);
};

interface Cut {
  begin: readonly number[];
  end: readonly number[];
  steps?: readonly number[];
}

/** Part of each example: the batch is kept whole, whatever its size. */
const slice = ({ graph }: Context, x: TensorId, { begin, end, steps = end.map(() => 1) }: Cut) => ({
  inputs: [x, ...[begin, end, steps].map((values) => graph.integers(values))],
  options: { beginMask: 1, endMask: 1 },
});

export const operators: { [Name in OperatorName]?: Emit<Name> } = {
  normalize: (context) => {
    const { inputs, input, last, part, output } = context;
    const by = [input(0), constant(context, context.weight(1))];
    if (inputs.length === 2) return last('SUB', by);
    return last('DIV', [part('centered', 'SUB', by, output.shape), constant(context, context.weight(2))]);
  },
  binary: ({ last, input, attributes }) =>
    last(binaries[attributes.function] as Builtin, [input(0), input(1)]),
  conv2d: (context) => {
    const { attributes, last, weight } = context;
    const pads = samePads(attributes, weight(1).shape.slice(0, 2) as unknown as Pair, shapeOf(context));
    return last('CONV_2D', [padded(context, pads), kernel(context, [3, 0, 1, 2]), bias(context)], {
      ...stride(attributes.strides),
      ...dilation(attributes),
    });
  },
  depthwise_conv2d: (context) => {
    const { attributes, last, weight } = context;
    const [height = 1, width = 1, channels = 1, multiplier = 1] = weight(1).shape;
    const pads = samePads(attributes, [height, width], shapeOf(context));
    const weights = kernel(context, [0, 1, 2, 3], [1, height, width, channels * multiplier]);
    return last('DEPTHWISE_CONV_2D', [padded(context, pads), weights, bias(context)], {
      ...stride(attributes.strides),
      ...dilation(attributes),
      depthMultiplier: multiplier,
    });
  },
  // Without padding it makes the whole image that the windows cover; the wanted part is cut out.
  conv2d_transpose: (context) => {
    const { attributes, graph, input, last, part, weight } = context;
    const { strides, padding, height, width } = attributes;
    const [, rows = 0, columns = 0] = shapeOf(context) as number[];
    const [kernelHeight = 1, kernelWidth = 1, filters = 1] = weight(1).shape;
    const image = [null, height, width, filters];
    const { top, left } = samePads({ strides, padding }, [kernelHeight, kernelWidth], image);
    const whole = [
      Math.max((rows - 1) * strides[0] + kernelHeight, top + height),
      Math.max((columns - 1) * strides[1] + kernelWidth, left + width),
    ] as const;
    const batch = graph.operator(
      'STRIDED_SLICE',
      [
        graph.operator(
          'SHAPE',
          [input(0)],
          { name: `${context.node.name}/shape`, shape: [4], type: 'int32' },
          {
            outType: TYPE.int32,
          },
        ),
        graph.integers([0]),
        graph.integers([1]),
        graph.integers([1]),
      ],
      { name: `${context.node.name}/batch`, shape: [], type: 'int32' },
      { shrinkAxisMask: 1 },
    );
    const sides = [...whole, filters].map((size) => graph.integers([size], []));
    const size = graph.operator(
      'PACK',
      [batch, ...sides],
      { name: `${context.node.name}/size`, shape: [4], type: 'int32' },
      { valuesCount: 4 },
    );
    const made = part(
      'whole',
      'TRANSPOSE_CONV',
      [size, kernel(context, [2, 0, 1, 3]), input(0)],
      [null, ...whole, filters],
      stride(strides),
    );
    const cut = slice(context, made, {
      begin: [0, top, left, 0],
      end: [0, top + height, left + width, filters],
    });
    return last('STRIDED_SLICE', cut.inputs, cut.options);
  },
  matmul: (context) =>
    context.last('FULLY_CONNECTED', [context.input(0), kernel(context, [1, 0]), bias(context)]),
  bias_add: (context) => context.last('ADD', [context.input(0), constant(context, context.weight(1))]),
  batch_norm_infer: ({ node, attributes, graph, input, last, part, output, weight }) => {
    const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((index) => weight(index)) as [
      Weight,
      Weight,
      Weight,
      Weight,
    ];
    const scale = () => {
      const deviations = variance.data().map((value) => Math.sqrt(value + attributes.epsilon));
      return gamma.data().map((value, channel) => value / (deviations[channel] as number));
    };
    const shift = () => {
      const by = scale();
      const means = mean.data();
      return beta
        .data()
        .map((value, channel) => value - (means[channel] as number) * (by[channel] as number));
    };
    const { shape } = gamma;
    const factor = graph.constant({ key: `${node.name}/scale`, shape, data: scale });
    const scaled = part('scaled', 'MUL', [input(0), factor], output.shape);
    return last('ADD', [scaled, graph.constant({ key: `${node.name}/shift`, shape, data: shift })]);
  },
  layer_norm: (context) => {
    const shape = shapeOf(context);
    const { epsilon } = context.attributes;
    return scaledAndShifted(
      context,
      standardized(context, context.input(0), shape, [shape.length - 1], epsilon),
    );
  },
  group_norm: (context) => {
    const { groups, epsilon } = context.attributes;
    const shape = shapeOf(context);
    const channels = shape.at(-1) as number;
    const pixels = shape.slice(1, -1).reduce<number>((product, side) => product * (side as number), 1);
    const grouped = [null, pixels, groups, channels / groups];
    const x = reshaped(context, context.input(0), grouped, 'grouped');
    const normalized = standardized(context, x, grouped, [1, 3], epsilon);
    return scaledAndShifted(context, reshaped(context, normalized, shape, 'ungrouped'));
  },
  activation: (context) =>
    activations[context.attributes.function](context, context.input(0), context.output.shape),
  softmax: ({ last, input }) => last('SOFTMAX', [input(0)], { beta: 1 }),
  max_pool: (context) => {
    const { attributes, last } = context;
    const pads = samePads(attributes, attributes.size, shapeOf(context));
    return last('MAX_POOL_2D', [padded(context, pads, LEAST)], window(attributes));
  },
  // Zeros around the image are summed too, so the mean is then divided by the share of a window that is image.
  avg_pool: (context) => {
    const { attributes, graph, last, part, output } = context;
    const pads = samePads(attributes, attributes.size, shapeOf(context));
    const shares = covered(attributes, pads, shapeOf(context), output.shape);
    const inputs = [padded(context, pads)];
    if (!shares?.some((share) => share < 1)) return last('AVERAGE_POOL_2D', inputs, window(attributes));
    const mean = part('mean', 'AVERAGE_POOL_2D', inputs, output.shape, window(attributes));
    const [, height = 1, width = 1] = output.shape as number[];
    const key = `${context.node.name}/shares`;
    const divisor = graph.constant({
      key,
      shape: [1, height, width, 1],
      data: () => Float32Array.from(shares),
    });
    return last('DIV', [mean, divisor]);
  },
  spatial_max: ({ last, input, graph }) => last('REDUCE_MAX', [input(0), graph.integers([1, 2])]),
  spatial_mean: ({ last, input, graph }) => last('MEAN', [input(0), graph.integers([1, 2])]),
  pad: ({ last, input, graph, attributes: { margins } }) =>
    last('PAD', [input(0), graph.integers(margins.flat(), [margins.length, 2])]),
  crop: (context) => {
    const begin = context.attributes.margins.map(([before]) => before);
    const end = context.output.shape.map((size, axis) => (begin[axis] as number) + (size ?? 0));
    const cut = slice(context, context.input(0), { begin, end });
    return context.last('STRIDED_SLICE', cut.inputs, cut.options);
  },
  subsample: (context) => {
    const end = shapeOf(context).map((size) => size ?? 0);
    const steps = [1, ...context.attributes.strides, 1];
    const cut = slice(context, context.input(0), { begin: [0, 0, 0, 0], end, steps });
    return context.last('STRIDED_SLICE', cut.inputs, cut.options);
  },
  upsample: ({ last, input, graph, attributes, output }) => {
    const inputs = [input(0), graph.integers(output.shape.slice(1, 3) as number[])];
    return attributes.method === 'nearest'
      ? last('RESIZE_NEAREST_NEIGHBOR', inputs)
      : last('RESIZE_BILINEAR', inputs, { halfPixelCenters: true });
  },
  reshape: (context) => reshaped(context, context.input(0), context.output.shape),
  add_n: ({ inputs, input, last, part, output }) => {
    const sum = inputs
      .slice(1, -1)
      .reduce((so, _, index) => part(`sum${index}`, 'ADD', [so, input(index + 1)], output.shape), input(0));
    return last('ADD', [sum, input(inputs.length - 1)]);
  },
  concat: ({ inputs, input, last, output }) =>
    last(
      'CONCATENATION',
      inputs.map((_, index) => input(index)),
      { axis: output.shape.length - 1 },
    ),
  channel_scale: (context) => {
    const [, channels = null] = shapeOf(context, 1);
    const gates = reshaped(context, context.input(1), [null, 1, 1, channels], 'gates');
    return context.last('MUL', [context.input(0), gates]);
  },
};
