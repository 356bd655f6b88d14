/**
 * Writes the body of a TensorFlow library function, which tf.data maps over its elements. Inside, a tensor is named
 * `node:argument:index`, after the output argument of the node's op.
 */
import { type AttrValue, DT, type FunctionDef, type NodeDef, type TfType } from '../schema';
import { Body } from './body';

export type Arguments = readonly (readonly [name: string, type: TfType])[];

/** Names of the first output argument, from TensorFlow's op registry; `z` of binary ops, else `output`. */
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
};
const BINARY =
  /^(AddV2|Equal|FloorDiv|GreaterEqual|Less|LessEqual|LogicalAnd|Maximum|Minimum|Mul|RealDiv|Sub)$/;

export class FunctionBody extends Body {
  private readonly nodes: NodeDef[] = [];

  constructor(
    private readonly name: string,
    private readonly inputs: Arguments,
  ) {
    super();
  }

  op(op: string, input: readonly string[], attr: Record<string, AttrValue> = {}): string {
    const name = `${op}_${this.nodes.length}`;
    this.nodes.push({ name, op, input: [...input], attr });
    return `${name}:${BINARY.test(op) ? 'z' : (outputArguments[op] ?? 'output')}:0`;
  }

  /** The first `count` outputs of a node whose one output argument is a list. */
  outputs(count: number, op: string, input: readonly string[], attr: NodeDef['attr']): string[] {
    const first = this.op(op, input, attr);
    return Array.from({ length: count }, (_, index) => first.replace(/0$/, String(index)));
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
}
