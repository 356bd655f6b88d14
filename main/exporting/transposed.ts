import { elementCount } from '../../core/basics/element-count';
/** Layouts of other formats. */

/** A permutation of the axes of `data`, as a new array. */
export function transposed(
  data: Float32Array,
  shape: readonly number[],
  order: readonly number[],
): Float32Array {
  const strides = shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
  const result = new Float32Array(data.length);
  const sides = order.map((axis) => shape[axis] as number);
  const steps = order.map((axis) => strides[axis] as number);
  const position = sides.map(() => 0);
  const [count = 1, step = 1] = [sides.at(-1), steps.at(-1)];
  let from = 0;
  for (let to = 0; to < result.length; to += count) {
    for (let index = 0; index < count; index++) result[to + index] = data[from + index * step] as number;
    for (let axis = sides.length - 2; axis >= 0; axis--) {
      from += steps[axis] as number;
      position[axis] = (position[axis] as number) + 1;
      if ((position[axis] as number) < (sides[axis] as number)) break;
      from -= (steps[axis] as number) * (sides[axis] as number);
      position[axis] = 0;
    }
  }
  return result;
}
