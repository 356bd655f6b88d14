/** A tensor that is known without running the network: a weight, or a parameter of a node. */

import { floatsOf, type NumberType, numbersOf } from '../../basics/stored-numbers';
import { transposed } from '../../exporting/transposed';

export interface Constant {
  /** Its name in the file; absent for a computed one. */
  name?: string;
  dims: readonly number[];
  /** Row-major. */
  floats(): Float32Array;
  numbers(): readonly number[];
}

export const storedConstant = (
  name: string,
  dims: readonly number[],
  bytes: Uint8Array,
  type: NumberType,
): Constant => ({ name, dims, floats: () => floatsOf(bytes, type), numbers: () => numbersOf(bytes, type) });

export const numbersConstant = (dims: readonly number[], values: readonly number[]): Constant => ({
  dims,
  floats: () => Float32Array.from(values),
  numbers: () => values,
});

export const reshapedConstant = (constant: Constant, dims: readonly number[]): Constant => ({
  ...constant,
  dims,
});

export function transposedConstant(constant: Constant, order: readonly number[]): Constant {
  const floats = () => transposed(constant.floats(), constant.dims, order);
  return {
    ...(constant.name === undefined ? {} : { name: constant.name }),
    dims: order.map((axis) => constant.dims[axis] as number),
    floats,
    numbers: () => Array.from(floats()),
  };
}
