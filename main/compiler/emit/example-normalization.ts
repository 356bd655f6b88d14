/** Layer and group normalization, which TensorFlow has no kernels for, from its elementary operators. */
import { elementCount } from '../../../core/basics/element-count';
import type { Value } from '../ir/types';
import { numericShape, reducing, reshaping, text, type } from './attributes';
import type { EmitContext, Emitters, Parts } from './emitter';

const T = type('float32');

/** Which values are normalized together: the axes that they fill, in this shape or x's own. */
interface View {
  readonly shape?: readonly number[];
  readonly axes: readonly number[];
}

const LAYER: View = { axes: [-1] };

/** [N, H * W, groups, C / groups]: one group of one example fills axes 1 and 3. */
function groupView({ shape }: Value, groups: number): View {
  const [, ...sides] = shape as [null, ...number[]];
  const channels = sides.at(-1)!;
  const pixels = elementCount(sides.slice(0, -1));
  return { shape: [-1, pixels, groups, channels / groups], axes: [1, 3] };
}

function reshape({ part, writer }: Parts, name: string, tensor: string, shape?: readonly number[]): string {
  if (!shape) return tensor;
  return part(name, 'Reshape', [tensor, writer.ints(shape)], reshaping('float32'));
}

const mean = ({ part, writer }: Parts, name: string, tensor: string, { axes }: View): string =>
  part(name, 'Mean', [tensor, writer.ints(axes)], reducing('float32', true));

/** Also saves (x - mean) / sqrt(variance + epsilon), in the shape of x, and the divisor's reciprocal. */
function normalize(context: EmitContext<'layer_norm' | 'group_norm'>, view: View) {
  const { main, part, input, inputs, writer, attributes } = context;
  const x = reshape(context, 'groups', input(0), view.shape);
  const centered = part('centered', 'Sub', [x, mean(context, 'mean', x, view)], { T });
  const squares = part('squares', 'Square', [centered], { T });
  const variance = mean(context, 'variance', squares, view);
  const shifted = part('shifted', 'AddV2', [variance, writer.scalar(attributes.epsilon)], { T });
  const scale = part('scale', 'Rsqrt', [shifted], { T });
  const scaled = part('scaled', 'Mul', [centered, scale], { T });
  const normal = reshape(context, 'normal', scaled, view.shape && numericShape(inputs[0]!));
  const stretched = part('stretched', 'Mul', [normal, input(1)], { T });
  return [main('AddV2', [stretched, input(2)], { T }), [normal, scale]];
}

/** dx = (g - mean(g) - normal * mean(g * normal)) * scale, where g = dy * gamma. */
function gradients(context: EmitContext<'layer_norm_grad' | 'group_norm_grad'>, view: View) {
  const { main, part, input, inputs, saved } = context;
  const [normal, scale] = saved(2) as [string, string];
  const channelSum = (name: string, tensor: string): string =>
    part(name, 'BiasAddGrad', [tensor], { T, data_format: text('NHWC') });
  const products = part('products', 'Mul', [input(0), normal], { T });
  const g = reshape(context, 'g', part('stretched', 'Mul', [input(0), input(1)], { T }), view.shape);
  const groups = reshape(context, 'groups', normal, view.shape);
  const along = mean(context, 'along', part('overlap', 'Mul', [g, groups], { T }), view);
  const centered = part('centered', 'Sub', [g, mean(context, 'mean', g, view)], { T });
  const across = part('across', 'Sub', [centered, part('share', 'Mul', [groups, along], { T })], { T });
  const sizes = context.writer.ints(numericShape(inputs[0]!));
  const dx = view.shape
    ? main('Reshape', [part('dx', 'Mul', [across, scale], { T }), sizes], reshaping('float32'))
    : main('Mul', [across, scale], { T });
  return [dx, channelSum('dgamma', products), channelSum('dbeta', input(0))];
}

export const exampleNormalizationEmitters = {
  layer_norm: (context) => normalize(context, LAYER),
  layer_norm_grad: (context) => gradients(context, LAYER),
  group_norm: (context) => normalize(context, groupView(context.inputs[0]!, context.attributes.groups)),
  group_norm_grad: (context) => gradients(context, groupView(context.inputs[0]!, context.attributes.groups)),
} satisfies Partial<Emitters>;
