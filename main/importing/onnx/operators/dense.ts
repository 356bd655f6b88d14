/** Gemm and MatMul with a matrix of weights. */
import { elementCount } from '../../../../core/basics/element-count';
import { message } from '../../../../core/messages';
import { transposed } from '../../../exporting/transposed';
import type { Constant } from '../constant';
import type { Context } from '../context';
import { NotUnderstood } from '../draft';
import { imageValue, isLast, type Value, vectorValue } from '../value';
import type { Read } from './read';

interface Product {
  matrix: Constant;
  /** The matrix is [out, in]. */
  isTransposed: boolean;
  scale?: number;
  bias?: Float32Array;
}

function dense(context: Context, input: Value, { matrix, isTransposed, scale = 1, bias }: Product): Value {
  const [rows = 0, columns = 0] = isTransposed ? [...matrix.dims].reverse() : matrix.dims;
  if (elementCount(input.sides) !== rows) context.fail();
  const { value, order } = context.vector(input);
  const stored = matrix.floats();
  const data = isTransposed ? transposed(stored, matrix.dims, [1, 0]) : stored;
  const kernel = order || scale !== 1 ? inOrder(data, columns, order, scale) : data;
  if (order) context.note('folded', message('import.onnx.entry.flattenOrder'));
  const { name } = context.add('Dense', { units: columns, useBias: bias !== undefined }, [value.layer], {
    kernel,
    ...(bias ? { bias } : {}),
  });
  return vectorValue(name, columns);
}

/** Rows in the order of our Flatten. */
function inOrder(
  data: Float32Array,
  columns: number,
  order: Int32Array | undefined,
  scale: number,
): Float32Array {
  const result = new Float32Array(data.length);
  for (let row = 0; row * columns < data.length; row++) {
    const from = (order ? (order[row] as number) : row) * columns;
    for (let column = 0; column < columns; column++) {
      result[row * columns + column] = scale * (data[from + column] as number);
    }
  }
  return result;
}

const gemm: Read = (context) => {
  const { attributes } = context;
  const matrix = context.needed(1);
  if (matrix.dims.length !== 2 || attributes.int('transA', 0) !== 0) context.fail();
  const isTransposed = attributes.int('transB', 0) === 1;
  const units = matrix.dims[isTransposed ? 0 : 1] as number;
  const beta = attributes.float('beta', 1);
  return dense(context, context.value(0), {
    matrix,
    isTransposed,
    scale: attributes.float('alpha', 1),
    ...(context.has(2) ? { bias: biasOf(context, units, beta) } : {}),
  });
};

function biasOf(context: Context, units: number, beta: number): Float32Array {
  const constant = context.needed(2);
  const size = elementCount(constant.dims);
  const data = constant.floats();
  if (size === 1) return new Float32Array(units).fill(beta * (data[0] as number));
  if (size !== units || constant.dims.at(-1) !== units) context.fail();
  return beta === 1 ? data : data.map((value) => beta * value);
}

const matmul: Read = (context) => {
  const matrix = context.needed(1);
  const input = context.value(0);
  if (matrix.dims.length !== 2) context.fail();
  if (input.axes.length === 1) return dense(context, input, { matrix, isTransposed: false });
  // The same product at every pixel is a 1x1 convolution.
  const [channels = 0, filters = 0] = matrix.dims;
  const last = input.axes.length - 1;
  if (
    input.axes.length !== 3 ||
    input.sides.length !== 3 ||
    input.sides[2] !== channels ||
    !isLast(input, last)
  ) {
    throw new NotUnderstood(message('import.onnx.entry.layout'));
  }
  const params = { filters, kernelSize: [1, 1], useBias: false };
  const { name, shape } = context.add('Conv2D', params, [input.layer], { kernel: matrix.floats() });
  return { ...imageValue(name, shape), axes: input.axes };
};

export const products: Readonly<Record<string, Read>> = { Gemm: gemm, MatMul: matmul };
