/**
 * Writes the body of a TensorFlow library function, which is what tf.data maps over its elements. Within a function a
 * tensor is named `node:argument:index`, after the output argument of the node's op; arguments are named as they are.
 */
import { bool, int, numbers, tensor, type } from '../attributes';
import { type AttrValue, DT, type FunctionDef, type NodeDef, type TfType } from '../schema';

export type Arguments = readonly (readonly [name: string, type: TfType])[];

/** Names of the first output argument, from TensorFlow's op registry; all others are `output`. */
const outputArguments: Readonly<Record<string, string>> = {
  Cast: 'y',
  DecodeJpeg: 'image',
  Exp: 'y',
  Floor: 'y',
  ImageProjectiveTransformV3: 'transformed_images',
  ReadFile: 'contents',
  ReadVariableOp: 'value',
  ResizeArea: 'resized_images',
  ResizeBicubic: 'resized_images',
  ResizeBilinear: 'resized_images',
  Round: 'y',
  Sqrt: 'y',
  Square: 'y',
  ...Object.fromEntries(
    [
      'AddV2',
      'Equal',
      'FloorDiv',
      'GreaterEqual',
      'Less',
      'LessEqual',
      'LogicalAnd',
      'Maximum',
      'Minimum',
      'Mul',
      'RealDiv',
      'Sub',
    ].map((op) => [op, 'z']),
  ),
};

const T = type('float32');
const integer = type('int32');

export class FunctionBody {
  private readonly nodes: NodeDef[] = [];

  constructor(
    private readonly name: string,
    private readonly inputs: Arguments,
  ) {}

  /** Adds a node; returns its first output. */
  op(op: string, input: readonly string[], attr: Record<string, AttrValue> = {}): string {
    const name = `${op}_${this.nodes.length}`;
    this.nodes.push({ name, op, input: [...input], attr });
    return `${name}:${outputArguments[op] ?? 'output'}:0`;
  }

  /** The first `count` outputs of a node whose one output argument is a list. */
  outputs(count: number, op: string, input: readonly string[], attr: NodeDef['attr']): string[] {
    const first = this.op(op, input, attr);
    return Array.from({ length: count }, (_, index) => first.replace(/0$/, String(index)));
  }

  /** A node without outputs that must have run when the value is there. */
  after(value: string, dtype: TfType, op: string, input: readonly string[], attr: NodeDef['attr']): string {
    const name = `${op}_${this.nodes.length}`;
    this.nodes.push({ name, op, input: [...input], attr });
    return this.op('Identity', [value, `^${name}`], { T: type(dtype) });
  }

  number(value: number): string {
    return this.constant('float32', [], [value]);
  }
  ints(values: readonly number[]): string {
    return this.constant('int32', [values.length], values);
  }
  constant(
    dtype: 'float32' | 'int32' | 'int64' | 'uint8',
    sizes: readonly number[],
    values: readonly number[],
  ): string {
    return this.op('Const', [], { dtype: type(dtype), value: tensor(numbers(dtype, sizes, values)) });
  }

  /** 0, 1, ..., size - 1 as float32 [1,size] */
  positions(size: number): string {
    const values = Array.from({ length: size }, (_, position) => position);
    return this.constant('float32', [1, size], values);
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
    return this.op('Cast', [x], { SrcT: type(from), DstT: type(to), Truncate: bool(false) });
  }
  reshape(x: string, sizes: readonly number[]): string {
    return this.op('Reshape', [x, this.ints(sizes)], { T, Tshape: integer });
  }
  concat(parts: readonly string[], axis: number): string {
    const inputs = [...parts, this.constant('int32', [], [axis])];
    return this.op('ConcatV2', inputs, { T, N: int(parts.length), Tidx: integer });
  }
  /** Scalars or vectors beside each other in a new last axis. */
  pack(parts: readonly string[]): string {
    return this.op('Pack', parts, { T, N: int(parts.length), axis: int(-1) });
  }
  reduce(op: 'Sum' | 'Mean', x: string, axes: readonly number[], keepDimensions = true): string {
    return this.op(op, [x, this.ints(axes)], { T, Tidx: integer, keep_dims: bool(keepDimensions) });
  }

  /** An int32 scalar. */
  whole(value: number): string {
    return this.constant('int32', [], [value]);
  }
  /** Element-wise on int32. */
  integer(
    op: 'AddV2' | 'Sub' | 'Mul' | 'FloorDiv' | 'Maximum' | 'Minimum',
    a: string | number,
    b: string | number,
  ): string {
    const [first, second] = [a, b].map((side) => (typeof side === 'number' ? this.whole(side) : side));
    return this.op(op, [first as string, second as string], { T: integer });
  }
  /** int32 values where the condition holds, elsewhere a number. */
  either(condition: string, yes: string, no: number): string {
    return this.op('SelectV2', [condition, yes, this.whole(no)], { T: integer });
  }
  /** int32 values beside each other in a new first axis. */
  packed(parts: readonly string[]): string {
    return this.op('Pack', parts, { T: integer, N: int(parts.length), axis: int(0) });
  }

  define(outputs: Readonly<Record<string, readonly [value: string, type: TfType]>>): FunctionDef {
    return {
      signature: {
        name: this.name,
        input_arg: this.inputs.map(([name, dtype]) => ({ name, type: DT[dtype] })),
        output_arg: Object.entries(outputs).map(([name, [, dtype]]) => ({ name, type: DT[dtype] })),
        is_stateful: true,
      },
      node_def: this.nodes,
      ret: Object.fromEntries(Object.entries(outputs).map(([name, [value]]) => [name, value])),
    };
  }

  private value(value: string | number): string {
    return typeof value === 'number' ? this.number(value) : value;
  }
}
