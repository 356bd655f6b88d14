import type { TensorShape } from '../../../compiler/ir/tensor-type';
import type { Weight } from '../../walk';
import type { TensorId } from '../writer';
import { type Context, constant, type Emitters, reshaped, shapeOf } from './context';

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

export const normalizations: Emitters<'batch_norm_infer' | 'layer_norm' | 'group_norm'> = {
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
};
