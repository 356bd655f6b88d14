/** Builds the pipeline's kernels, in a library function or in the graph itself. */
import {
  casting,
  gathering,
  int,
  type NumberType,
  numbers,
  reducing,
  reshaping,
  tensor,
  type,
} from '../attributes';
import type { Parts } from '../emitter';
import type { AttrValue, TfType } from '../schema';

const T = type('float32');
const integer = type('int32');

/** int64 on a GPU: TensorFlow computes int32 in main memory. */
export type WholeType = 'int32' | 'int64';

export abstract class Body {
  /** Adds a node; returns its first output. */
  abstract op(op: string, input: readonly string[], attr?: Record<string, AttrValue>): string;

  number(value: number): string {
    return this.constant('float32', [], [value]);
  }
  ints(values: readonly number[]): string {
    return this.constant('int32', [values.length], values);
  }
  constant(dtype: NumberType, sizes: readonly number[], values: readonly number[]): string {
    return this.op('Const', [], { dtype: type(dtype), value: tensor(numbers(dtype, sizes, values)) });
  }

  /** 0, 1, ..., size - 1 as float32 [1,size] */
  positions(size: number): string {
    return this.constant('float32', [1, size], [...Array(size).keys()]);
  }

  /** Element-wise on float32, with broadcasting. */
  float(op: 'AddV2' | 'Sub' | 'Mul' | 'RealDiv', a: string, b: string): string {
    return this.op(op, [a, b], { T });
  }
  plus(a: string, b: string | number): string {
    return this.float('AddV2', a, this.value(b));
  }
  minus(a: string | number, b: string | number): string {
    return this.float('Sub', this.value(a), this.value(b));
  }
  times(a: string, b: string | number): string {
    return this.float('Mul', a, this.value(b));
  }
  over(a: string, b: string | number): string {
    return this.float('RealDiv', a, this.value(b));
  }
  floor(x: string): string {
    return this.op('Floor', [x], { T });
  }
  isLess(a: string, b: string | number): string {
    return this.op('Less', [a, this.value(b)], { T });
  }
  isAtMost(a: string, b: string | number): string {
    return this.op('LessEqual', [a, this.value(b)], { T });
  }
  both(a: string, b: string): string {
    return this.op('LogicalAnd', [a, b]);
  }
  choose(condition: string, yes: string, no: string): string {
    return this.op('SelectV2', [condition, yes, no], { T });
  }
  clip(x: string, low: number, high: number): string {
    return this.op('ClipByValue', [x, this.number(low), this.number(high)], { T });
  }
  cast(x: string, from: TfType, to: TfType): string {
    return this.op('Cast', [x], casting(from, to));
  }
  reshape(x: string, sizes: readonly number[], dtype: TfType = 'float32'): string {
    return this.op('Reshape', [x, this.ints(sizes)], reshaping(dtype));
  }
  /** Rows of a table along its first axis. */
  gather(table: string, rows: string, dtype: 'uint8' | 'float32', places: WholeType = 'int64'): string {
    return this.op('GatherV2', [table, rows, this.whole(0)], gathering(dtype, places));
  }
  concat(parts: readonly string[], axis: number): string {
    const inputs = [...parts, this.constant('int32', [], [axis])];
    return this.op('ConcatV2', inputs, { T, N: int(parts.length), Tidx: integer });
  }
  /** Scalars or vectors stacked along a new last axis. */
  pack(parts: readonly string[]): string {
    return this.op('Pack', parts, { T, N: int(parts.length), axis: int(-1) });
  }
  reduce(op: 'Sum' | 'Mean', x: string, axes: readonly number[], keepDimensions = true): string {
    return this.op(op, [x, this.ints(axes)], reducing('float32', keepDimensions));
  }

  /** A scalar. */
  whole(value: number, dtype: WholeType = 'int32'): string {
    return this.constant(dtype, [], [value]);
  }
  /** Element-wise on whole numbers. */
  integer(
    op: 'AddV2' | 'Sub' | 'Mul' | 'FloorDiv' | 'Maximum' | 'Minimum',
    a: string | number,
    b: string | number,
    dtype: WholeType = 'int32',
  ): string {
    const [first, second] = [a, b].map((side) => (typeof side === 'number' ? this.whole(side, dtype) : side));
    return this.op(op, [first as string, second as string], { T: type(dtype) });
  }
  /** Whole numbers where the condition is true, this one elsewhere. */
  either(condition: string, yes: string, no: number, dtype: WholeType = 'int32'): string {
    return this.op('SelectV2', [condition, yes, this.whole(no, dtype)], { T: type(dtype) });
  }
  /** int32 values stacked along a new first axis. */
  packed(parts: readonly string[]): string {
    return this.op('Pack', parts, { T: integer, N: int(parts.length), axis: int(0) });
  }

  private value(value: string | number): string {
    return typeof value === 'number' ? this.number(value) : value;
  }
}

/** Adds the nodes to the graph itself, as helpers of one node of the IR. */
export class GraphBody extends Body {
  private count = 0;

  constructor(private readonly context: Parts) {
    super();
  }

  op(op: string, input: readonly string[], attr: Record<string, AttrValue> = {}): string {
    return this.context.part(`${op}_${this.count++}`, op, input, attr);
  }

  /** Nodes in the graph itself, as they are used. */
  override constant(dtype: NumberType, sizes: readonly number[], values: readonly number[]): string {
    return this.context.writer.constant(dtype, sizes, values);
  }
}
