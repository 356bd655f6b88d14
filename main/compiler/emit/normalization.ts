/** Batch normalization with TensorFlow's fused kernel, which only accepts [N,H,W,C]. */
import type { OperatorName } from '../ir/attributes';
import { bool, casting, float, reducing, reshaping, text, type } from './attributes';
import { cpuPart, type EmitContext, type Emitters } from './emitter';

const T = type('float32');
type Epsilon = EmitContext<'batch_norm_train' | 'batch_norm_grad' | 'batch_norm_infer'>;

/** T: of the images; U: of the statistics and parameters, always float32. */
const fused = ({ attributes, T: images }: Epsilon, training: boolean) => ({
  T: images,
  U: T,
  epsilon: float(attributes.epsilon),
  data_format: text('NHWC'),
  is_training: bool(training),
});

/** Input `index` as [N,1,1,C] if it is [N,C]. */
function image(context: EmitContext<OperatorName>, index: number, name: string): string {
  const { inputs, input, part, writer } = context;
  const { shape, dtype } = inputs[index]!;
  if (shape.length === 4) return input(index);
  return part(name, 'Reshape', [input(index), writer.ints([-1, 1, 1, shape[1] as number])], reshaping(dtype));
}

/** `tensor` in the shape of input 0 again. */
function restored({ inputs, part, writer }: EmitContext<OperatorName>, tensor: string): string {
  const { shape, dtype } = inputs[0]!;
  if (shape.length === 4) return tensor;
  return part('matrix', 'Reshape', [tensor, writer.ints([-1, shape[1] as number])], reshaping(dtype));
}

/**
 * The kernel returns the variance times n / (n - 1), where n is the number of values per channel (times 1 if n is 1).
 * Returns the factor that makes it the biased one, which Keras 3 keeps.
 */
function biasFactor(context: EmitContext<'batch_norm_train'>, x: string): string {
  const { part, writer, inputs } = context;
  const number = cpuPart(context);
  const channels = inputs[0]!.shape.at(-1) as number;
  const size = part('size', 'Size', [x], { T: context.T, out_type: type('int32') });
  const values = number('values', 'Cast', [size], casting('int32', 'float32'));
  const n = number('per_channel', 'RealDiv', [values, writer.scalar(channels)], { T });
  const less = number('less_one', 'Sub', [n, writer.scalar(1)], { T });
  const divisor = number('divisor', 'Maximum', [less, writer.scalar(1)], { T });
  return number('ratio', 'RealDiv', [divisor, n], { T });
}

export const normalizationEmitters = {
  batch_norm_train: (context) => {
    const { main, input, writer } = context;
    const x = image(context, 0, 'image');
    const none = writer.constant('float32', [0], []);
    const attr = { ...fused(context, true), exponential_avg_factor: float(1) };
    const y = main('FusedBatchNormV3', [x, input(1), input(2), none, none], attr);
    const ratio = biasFactor(context, x);
    const variance = context.part('biased_variance', 'Mul', [`${y}:2`, ratio], { T });
    // The first three are for the kernel's own gradient, the last two for the standard deviation.
    return [restored(context, y), `${y}:1`, variance, [`${y}:3`, `${y}:4`, `${y}:5`, `${y}:2`, ratio]];
  },
  batch_norm_grad: (context) => {
    const images = [image(context, 0, 'dy_image'), image(context, 1, 'x_image')];
    const tensors = [...images, context.input(2), ...context.saved(3).slice(0, 3)];
    const dx = context.main('FusedBatchNormGradV3', tensors, fused(context, true));
    return [restored(context, dx), `${dx}:1`, `${dx}:2`];
  },
  // In each channel y has the mean beta and the variance gamma^2 v / (v + epsilon). Over all channels it
  // has the mean of these variances plus the variance of these means. v = kernel's variance * ratio; the
  // ratio is applied to epsilon here, because with one more reader of v TensorFlow would compute the moving
  // variance in another order.
  batch_norm_spread: ({ main, part, input, saved, attributes, writer }) => {
    const [, , , corrected, ratio] = saved(2) as readonly [string, string, string, string, string];
    const over = reducing('float32');
    const channels = writer.ints([0]);
    const epsilon = part('epsilon', 'RealDiv', [writer.scalar(attributes.epsilon), ratio], { T });
    const padded = part('padded', 'AddV2', [corrected, epsilon], { T });
    const kept = part('kept', 'RealDiv', [corrected, padded], { T });
    const gain = part('gain', 'Square', [input(0)], { T });
    const within = part('within', 'Mean', [part('scaled', 'Mul', [kept, gain], { T }), channels], over);
    const center = part('center', 'Mean', [input(1), channels], over);
    const shifts = part('shifts', 'SquaredDifference', [input(1), center], { T });
    const between = part('between', 'Mean', [shifts, channels], over);
    return [main('Sqrt', [part('variance', 'AddV2', [within, between], { T })], { T })];
  },
  batch_norm_infer: (context) => {
    const tensors = [image(context, 0, 'image'), ...context.tensors.slice(1)];
    const attr = { ...fused(context, false), exponential_avg_factor: float(1) };
    return [restored(context, context.main('FusedBatchNormV3', tensors, attr))];
  },
} satisfies Partial<Emitters>;
