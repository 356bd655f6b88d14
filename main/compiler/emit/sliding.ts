/** Attributes and sizes that TensorFlow's convolutions share. */
import type { Convolution } from '../ir/attributes';
import type { TensorType } from '../ir/tensor-type';
import { bool, dtypeOf, int, ints, text, type } from './attributes';
import type { Parts } from './emitter';
import type { AttrValue } from './schema';

const integer = type('int32');

/** Attributes of DepthwiseConv2dNative and its gradients. */
export const depthwiseSliding = ({ strides, padding, dilations = [1, 1] }: Convolution, x: TensorType) => ({
  T: dtypeOf(x),
  strides: ints([1, ...strides, 1]),
  padding: text(padding.toUpperCase()),
  data_format: text('NHWC'),
  dilations: ints([1, ...dilations, 1]),
  explicit_paddings: ints([]),
});

/** Attributes of Conv2D and its gradients. */
export const sliding = (convolution: Convolution, x: TensorType) => ({
  ...depthwiseSliding(convolution, x),
  use_cudnn_on_gpu: bool(true),
});

/** The sizes of `tensor`, a value of type `x`. */
export const sizesOf = ({ part }: Pick<Parts, 'part'>, name: string, tensor: string, x: TensorType): string =>
  part(name, 'Shape', [tensor], { T: dtypeOf(x), out_type: integer });

/** The sizes [batch, ...others], with the batch of `tensor`, a value of type `x`. */
export function sizesWithBatch(
  { part, writer }: Parts,
  name: string,
  tensor: string,
  x: TensorType,
  others: readonly number[],
): string {
  const all = sizesOf({ part }, `${name}/all`, tensor, x);
  const slice = [all, writer.ints([0]), writer.ints([1])];
  const batch = part(`${name}/batch`, 'Slice', slice, { T: integer, Index: integer });
  const axis = writer.constant('int32', [], [0]);
  const attr = { T: integer, Tidx: integer, N: int(2) };
  return part(name, 'ConcatV2', [batch, writer.ints(others), axis], attr);
}

/** Inputs and attributes of StridedSlice for every `strides`-th row and column, starting with the first. */
export function subsampling(
  { writer }: Pick<Parts, 'writer'>,
  tensor: string,
  strides: Convolution['strides'],
  x: TensorType,
): [inputs: string[], attributes: Record<string, AttrValue>] {
  const zeros = writer.ints([0, 0, 0, 0]);
  const masks = { ellipsis_mask: int(0), new_axis_mask: int(0), shrink_axis_mask: int(0) };
  return [
    [tensor, zeros, zeros, writer.ints([1, ...strides, 1])],
    { T: dtypeOf(x), Index: integer, begin_mask: int(15), end_mask: int(15), ...masks },
  ];
}
