/** What each operator of the IR is in LiteRT. Images are [N, H, W, C] in both. */
import type { Builtin } from '../schema';
import { activations } from './activations';
import { bias, constant, type Emitters, kernel, reshaped, shapeOf, slice } from './context';
import { normalizations } from './normalizations';
import { windows } from './windows';

const binaries: Record<string, Builtin> = {
  add: 'ADD',
  subtract: 'SUB',
  multiply: 'MUL',
  divide: 'DIV',
  minimum: 'MINIMUM',
  maximum: 'MAXIMUM',
};

export const operators: Partial<Emitters> = {
  ...windows,
  ...normalizations,
  normalize: (context) => {
    const { inputs, input, last, part, output } = context;
    const by = [input(0), constant(context, context.weight(1))];
    if (inputs.length === 2) return last('SUB', by);
    return last('DIV', [part('centered', 'SUB', by, output.shape), constant(context, context.weight(2))]);
  },
  binary: ({ last, input, attributes }) =>
    last(binaries[attributes.function] as Builtin, [input(0), input(1)]),
  matmul: (context) =>
    context.last('FULLY_CONNECTED', [context.input(0), kernel(context, [1, 0]), bias(context)]),
  bias_add: (context) => context.last('ADD', [context.input(0), constant(context, context.weight(1))]),
  activation: (context) =>
    activations[context.attributes.function](context, context.input(0), context.output.shape),
  softmax: ({ last, input }) => last('SOFTMAX', [input(0)], { beta: 1 }),
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
