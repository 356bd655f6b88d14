/** Collects the nodes of a TensorFlow graph. A tensor is named `node` (its first output) or `node:1`. */
import { bug, type Variable } from '../ir/types';
import * as attribute from './attributes';
import type { AttrValue, FunctionDef, NodeDef } from './schema';

/** Device of the input pipeline and its data, even with a GPU, except for images that are resident there. */
export const CPU = '/device:CPU:0';

/** Arguments that GPU kernels take from main memory, by position. int32 ones always are there. */
const fromHost: Readonly<Record<string, readonly number[]>> = {
  Range: [0, 1, 2],
  ImageProjectiveTransformV3: [3],
};

export interface NodeOptions {
  /** Nodes that must have run before. */
  after?: readonly string[];
  device?: string;
}

export class GraphWriter {
  readonly nodes: NodeDef[] = [];
  readonly functions: FunctionDef[] = [];
  private readonly names = new Set<string>();
  private readonly constants = new Map<string, string>();
  private readonly constantAttributes = new Map<string, Record<string, AttrValue>>();

  /** Adds a node and returns its name, which is also its first output. */
  node(
    op: string,
    name: string,
    input: readonly string[],
    attr: Record<string, AttrValue>,
    { after = [], device }: NodeOptions = {},
  ): string {
    if (this.names.has(name)) bug(`Two emitted nodes may not have one name. Received: '${name}' twice.`);
    this.names.add(name);
    const data = input.map((tensor, place) =>
      this.placed(tensor, device ?? (fromHost[op]?.includes(place) ? CPU : undefined)),
    );
    const inputs = [...data, ...new Set(after.map((control) => `^${control}`))];
    this.nodes.push({ name, op, input: inputs, ...(device ? { device } : {}), attr });
    return name;
  }

  /** Adds the library function unless there is one of that name; returns the name. */
  define(name: string, write: (name: string) => FunctionDef): string {
    if (!this.functions.some((existing) => existing.signature.name === name))
      this.functions.push(write(name));
    return name;
  }

  has(name: string): boolean {
    return this.names.has(name);
  }

  /** A small constant; equal ones are one node, written where it is used. */
  constant(dtype: attribute.NumberType, shape: readonly number[], values: readonly number[]): string {
    const key = `${dtype}[${shape}](${values})`;
    const existing = this.constants.get(key);
    if (existing) return existing;
    const name = `.constant/${this.constants.size}`;
    this.constants.set(key, name);
    this.constantAttributes.set(name, {
      dtype: attribute.type(dtype),
      value: attribute.tensor(attribute.numbers(dtype, shape, values)),
    });
    return name;
  }

  /**
   * A small constant is written on each device that uses it: one that exists only on the GPU would be copied back in
   * each step.
   */
  private placed(tensor: string, device: string | undefined): string {
    const attr = this.constantAttributes.get(tensor);
    if (!attr) return tensor;
    const name = device === CPU ? `${tensor}/cpu` : tensor;
    return this.names.has(name) ? name : this.node('Const', name, [], attr, device ? { device } : {});
  }

  /** An int32 vector. */
  ints(values: readonly number[]): string {
    return this.constant('int32', [values.length], values);
  }

  scalar(value: number): string {
    return this.constant('float32', [], [value]);
  }

  /** The resource handle of a variable: declares it in the session. */
  variable({ name, dtype, shape, role }: Variable): string {
    if (this.names.has(name)) return name;
    const attr = attribute.variableHandle(name, dtype, shape);
    return this.node('VarHandleOp', name, [], attr, role === 'data' ? { device: CPU } : {});
  }
}
