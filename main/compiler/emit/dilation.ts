/**
 * A dilated convolution as a plain one: pixels that lie `dilation` apart are brought together in smaller images of
 * their own, `dilation` squared of them, the plain convolution runs over those, and the pixels go back to their places
 * (what tf.nn.with_space_to_batch does). Exact, in any dtype and on every device.
 */
import type { Convolution, OperatorAttributes, Pair } from '../ir/attributes';
import type { TensorType } from '../ir/types';
import { dtypeOf, type } from './attributes';
import type { EmitContext } from './emitter';

type Dilated = {
  [Name in keyof OperatorAttributes]: OperatorAttributes[Name] extends Convolution ? Name : never;
}[keyof OperatorAttributes];
/** Adds a node: the one that bears the IR node's name, or a part. */
export type Write = EmitContext<Dilated>['main'];

const index = type('int32');
const PLAIN: Convolution = { strides: [1, 1], padding: 'valid' };

export const isDilated = ({ dilations = [1, 1] }: Convolution): boolean => Math.max(...dilations) > 1;

interface Side {
  /** Zeros around the image, so that a whole number of blocks results. */
  margins: Pair;
  /** Positions that these zeros add at the end of the output. */
  excess: number;
  /** Of the small images. */
  size: number;
}

function sideOf(length: number, kernel: number, dilation: number, padding: Convolution['padding']): Side {
  const missing = padding === 'same' ? (kernel - 1) * dilation : 0;
  const before = Math.floor(missing / 2);
  const excess = (dilation - ((length + missing) % dilation)) % dilation;
  return {
    margins: [before, missing - before + excess],
    excess,
    size: (length + missing + excess) / dilation,
  };
}

/** Moves images and gradients between the two forms. */
export interface Apart {
  /** Attributes of the plain convolution. */
  readonly attributes: Convolution;
  /** Height and width of the small images. */
  readonly size: Pair;
  /** The image as small images. */
  spread(part: string, tensor: string): string;
  /** The output's gradient as gradients of the small outputs. */
  spreadOutput(part: string, tensor: string): string;
  /** The image again from small images. */
  gather(write: Write, tensor: string): string;
  /** The output from the small outputs. */
  gatherOutput(write: Write, tensor: string): string;
}

export function apart(
  { part, writer }: Pick<EmitContext<Dilated>, 'part' | 'writer'>,
  { dilations = [1, 1], padding }: Convolution,
  x: TensorType,
  kernel: TensorType,
): Apart {
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
    attributes: PLAIN,
    size: [high.size, wide.size],
    spread: spread(margins),
    spreadOutput: spread(excess),
    gather: gather(margins),
    gatherOutput: gather(excess),
  };
}
