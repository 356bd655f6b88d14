/**
 * A dilated convolution as a plain one, as in tf.nn.with_space_to_batch: pixels at a distance of `dilation` are brought
 * together in `dilation` squared smaller images, and moved back afterwards. Exact in any dtype.
 */
import type { Convolution, Pair } from '../ir/attributes';
import type { TensorType } from '../ir/tensor-type';
import { dtypeOf, type } from './attributes';
import type { Parts, Write } from './emitter';

const index = type('int32');
const PLAIN: Convolution = { strides: [1, 1], padding: 'valid' };

export const isDilated = ({ dilations = [1, 1] }: Convolution): boolean => Math.max(...dilations) > 1;

interface Side {
  /** Zeros around the image, so that a whole number of blocks results. */
  margins: Pair;
  /** Positions that these zeros add at the end of the output. */
  excess: number;
  /** Side of the small images. */
  size: number;
}

function sideOf(length: number, kernel: number, dilation: number, padding: Convolution['padding']): Side {
  const missing = padding === 'same' ? (kernel - 1) * dilation : 0;
  const before = Math.floor(missing / 2);
  const excess = (dilation - ((length + missing) % dilation)) % dilation;
  const size = (length + missing + excess) / dilation;
  return { margins: [before, missing - before + excess], excess, size };
}

/** Moves images and gradients between the two forms. */
export function apart(
  { part, writer }: Parts,
  { dilations = [1, 1], padding }: Convolution,
  x: TensorType,
  kernel: TensorType,
) {
  const side = (axis: 0 | 1): Side =>
    sideOf(x.shape[axis + 1] as number, kernel.shape[axis] as number, dilations[axis], padding);
  const [high, wide] = [side(0), side(1)];
  const attr = { T: dtypeOf(x), Tblock_shape: index };
  const block = writer.ints(dilations);
  const margins = writer.constant('int32', [2, 2], [...high.margins, ...wide.margins]);
  const excess = writer.constant('int32', [2, 2], [0, high.excess, 0, wide.excess]);
  const spread = (around: string) => (name: string, tensor: string) =>
    part(name, 'SpaceToBatchND', [tensor, block, around], { ...attr, Tpaddings: index });
  const gather = (around: string) => (write: Write, tensor: string) =>
    write('BatchToSpaceND', [tensor, block, around], { ...attr, Tcrops: index });
  return {
    /** Attributes of the plain convolution. */
    attributes: PLAIN,
    /** Height and width of the small images. */
    size: [high.size, wide.size] as const,
    spread: spread(margins),
    spreadOutput: spread(excess),
    gather: gather(margins),
    gatherOutput: gather(excess),
  };
}
