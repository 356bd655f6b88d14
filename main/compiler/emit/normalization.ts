/** Batch normalization as TensorFlow's fused kernel, which takes [N,H,W,C] only. */
import type { OperatorName } from '../ir/attributes';
import type { TensorType } from '../ir/types';
import { bool, dtypeOf, float, text, type } from './attributes';
import { cpuPart, type EmitContext, type Emitters } from './emitter';

type Family = 'batch_norm_train' | 'batch_norm_grad' | 'batch_norm_spread' | 'batch_norm_infer';

const T = type('float32');

/** T: of the images; U: of the statistics and parameters, always float32. */
const fused = (epsilon: number, training: boolean, x: TensorType | undefined) => ({
  T: dtypeOf(x!),
  U: T,
  epsilon: float(epsilon),
  data_format: text('NHWC'),
  is_training: bool(training),
});

/** Input `index` as [N,1,1,C] where it is [N,C]. */
function image(
  { inputs, input, part, writer }: EmitContext<OperatorName>,
  index: number,
  name: string,
): string {
  const { shape } = inputs[index]!;
  if (shape.length === 4) return input(index);
  const sizes = writer.ints([-1, 1, 1, shape[1] as number]);
  return part(name, 'Reshape', [input(index), sizes], { T: dtypeOf(inputs[index]!), Tshape: type('int32') });
}

/** `tensor` in the shape of input `index` again. */
function restored(
  { inputs, part, writer }: EmitContext<OperatorName>,
  index: number,
  tensor: string,
): string {
  const { shape } = inputs[index]!;
  if (shape.length === 4) return tensor;
  const sizes = writer.ints([-1, shape[1] as number]);
  return part('matrix', 'Reshape', [tensor, sizes], { T: dtypeOf(inputs[index]!), Tshape: type('int32') });
}

/**
 * The kernel returns the variance times n / (n - 1), n being the values per channel (times 1 where n is
 * 1); the IR's variance is the biased one, as Keras 3 keeps it. Returns the factor that makes the one of the other.
 */
function biasFactor(context: EmitContext<'batch_norm_train'>, x: string): string {
  const { part, writer, inputs } = context;
  const number = cpuPart(context);
  const channels = inputs[0]!.shape.at(-1) as number;
  const size = part('size', 'Size', [x], { T: dtypeOf(inputs[0]!), out_type: type('int32') });
  const values = number('values', 'Cast', [size], { SrcT: type('int32'), DstT: T, Truncate: bool(false) });
  const n = number('per_channel', 'RealDiv', [values, writer.scalar(channels)], { T });
  const less = number('less_one', 'Sub', [n, writer.scalar(1)], { T });
  const divisor = number('divisor', 'Maximum', [less, writer.scalar(1)], { T });
  return number('ratio', 'RealDiv', [divisor, n], { T });
}

export const normalizationEmitters: Pick<Emitters, Family> = {
  batch_norm_train: (context) => {
    const { main, input, inputs, writer, attributes } = context;
    const x = image(context, 0, 'image');
    const none = writer.constant('float32', [0], []);
    const y = main('FusedBatchNormV3', [x, input(1), input(2), none, none], {
      ...fused(attributes.epsilon, true, inputs[0]),
      exponential_avg_factor: float(1),
    });
    const ratio = biasFactor(context, x);
    const variance = context.part('biased_variance', 'Mul', [`${y}:2`, ratio], { T });
    // The first three are the kernel's own, for its gradient; the last two, for the spread.
    return [restored(context, 0, y), `${y}:1`, variance, [`${y}:3`, `${y}:4`, `${y}:5`, `${y}:2`, ratio]];
  },
  batch_norm_grad: (context) => {
    const { main, input, inputs, saved, attributes } = context;
    const tensors = [
      image(context, 0, 'dy_image'),
      image(context, 1, 'x_image'),
      input(2),
      ...saved(3).slice(0, 3),
    ];
    const dx = main('FusedBatchNormGradV3', tensors, fused(attributes.epsilon, true, inputs[0]));
    return [restored(context, 0, dx), `${dx}:1`, `${dx}:2`];
  },
  // y has the mean beta and the variance gamma^2 v / (v + epsilon) in each channel, so over all of them the mean of
  // those variances and the variance of the means. v = kernel's variance * ratio; the ratio goes to epsilon here, as
  // one more reader of v would have TensorFlow compute the moving variance in another order.
  batch_norm_spread: ({ main, part, input, saved, attributes, writer }) => {
    const [, , , corrected, ratio] = saved(2) as readonly [string, string, string, string, string];
    const over = { T, Tidx: type('int32'), keep_dims: bool(false) };
    const channels = writer.ints([0]);
    const epsilon = part('epsilon', 'RealDiv', [writer.scalar(attributes.epsilon), ratio], { T });
    const kept = part('kept', 'RealDiv', [corrected, part('padded', 'AddV2', [corrected, epsilon], { T })], {
      T,
    });
    const gain = part('gain', 'Square', [input(0)], { T });
    const within = part('within', 'Mean', [part('scaled', 'Mul', [kept, gain], { T }), channels], over);
    const center = part('center', 'Mean', [input(1), channels], over);
    const shifts = part('shifts', 'SquaredDifference', [input(1), center], { T });
    const between = part('between', 'Mean', [shifts, channels], over);
    return [main('Sqrt', [part('variance', 'AddV2', [within, between], { T })], { T })];
  },
  batch_norm_infer: (context) => {
    const { main, input, inputs, attributes } = context;
    const tensors = [image(context, 0, 'image'), input(1), input(2), input(3), input(4)];
    const y = main('FusedBatchNormV3', tensors, {
      ...fused(attributes.epsilon, false, inputs[0]),
      exponential_avg_factor: float(1),
    });
    return [restored(context, 0, y)];
  },
};
