/**
 * Maps a value of the ONNX graph to ours. We have channels last and no batch; ONNX has channels first, so each ONNX
 * axis is a list of our axes. A Transpose then only changes the lists, and so does a Reshape that joins axes.
 */
import { elementCount } from '../../../core/basics/element-count';
import type { Shape } from '../../../core/graph/document';

export interface Value {
  /** Our layer that computes it. */
  layer: string;
  /** Sides of our tensor; if it is `flat`, those before the Flatten. */
  sides: readonly number[];
  /** The layer gives all values in one row. */
  flat: boolean;
  /** For each ONNX axis after the batch, axes of `sides`, the outermost first. */
  axes: readonly (readonly number[])[];
  /** The name of the ONNX value that this is a view of. */
  viewOf?: string;
}

/** ONNX axes [C, H, W] of our [H, W, C]. */
const CHANNELS_FIRST = [[2], [0], [1]] as const;

export const imageValue = (layer: string, sides: Shape): Value => ({
  layer,
  sides,
  flat: false,
  axes: CHANNELS_FIRST,
});
export const vectorValue = (layer: string, size: number): Value => ({
  layer,
  sides: [size],
  flat: false,
  axes: [[0]],
});

/** A layer's output in ONNX's layout for that rank. */
export function valueLike(layer: string, shape: Shape): Value {
  if (shape.length === 3) return imageValue(layer, shape);
  return { layer, sides: shape, flat: false, axes: shape.map((_, axis) => [axis]) };
}

/** Sides in ONNX, without the batch. */
export const dimsOf = ({ sides, axes }: Value): number[] =>
  axes.map((axis) => elementCount(axis.map((side) => sides[side] as number)));

export const isImage = ({ sides, flat, axes }: Value): boolean =>
  !flat && sides.length === 3 && axes.join('|') === CHANNELS_FIRST.join('|');

/** Whether the ONNX axis is our last one, which has the channels. */
export function isLast({ sides, flat, axes }: Value, axis: number): boolean {
  const list = axes[axis] ?? [];
  return flat
    ? axes.length === 1 && isInOrder({ sides, axes })
    : list.length === 1 && list[0] === sides.length - 1;
}

/** Whether the values of a vector have the same order here and in ONNX. */
export const isInOrder = ({ sides, axes }: Pick<Value, 'sides' | 'axes'>): boolean =>
  ordered(sides, axes[0] ?? []).every(
    (side, index, list) => index === 0 || side > (list[index - 1] as number),
  );

const ordered = (sides: readonly number[], axis: readonly number[]): number[] =>
  axis.filter((side) => sides[side] !== 1);

/** For each value of our vector, its index in ONNX's; undefined if they are equal. */
export function orderOf(value: Value): Int32Array | undefined {
  if (isInOrder(value)) return undefined;
  const { sides } = value;
  const axis = value.axes[0] as readonly number[];
  const steps = new Array<number>(sides.length).fill(0);
  let step = 1;
  for (const side of [...axis].reverse()) {
    steps[side] = step;
    step *= sides[side] as number;
  }
  const order = new Int32Array(step);
  const position = sides.map(() => 0);
  let at = 0;
  for (let index = 0; index < order.length; index++) {
    order[index] = at;
    for (let side = sides.length - 1; side >= 0; side--) {
      at += steps[side] as number;
      position[side] = (position[side] as number) + 1;
      if ((position[side] as number) < (sides[side] as number)) break;
      at -= (steps[side] as number) * (sides[side] as number);
      position[side] = 0;
    }
  }
  return order;
}

/** The same values with other ONNX axes, if that only joins axes or changes sides of 1. */
export function reshapedValue(value: Value, dims: readonly number[]): Value | undefined {
  const rest = value.axes.flat().filter((side) => value.sides[side] !== 1);
  const axes: number[][] = [];
  for (const dim of dims) {
    const axis: number[] = [];
    let size = 1;
    while (size < dim && rest.length > 0) {
      const side = rest.shift() as number;
      axis.push(side);
      size *= value.sides[side] as number;
    }
    if (size !== dim) return undefined;
    axes.push(axis);
  }
  return rest.length > 0 ? undefined : { ...value, axes };
}
