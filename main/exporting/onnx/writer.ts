/** Collects the nodes and constants of an ONNX graph, and gives each node a unique name. */
import type { Attribute, AttributeValue, ElementType } from './schema';
import { OLDEST_OPSET, SINCE } from './versions';

/** A constant tensor. Its bytes are made when the file is written, one tensor after the other. */
export interface Initializer {
  name: string;
  type: ElementType;
  shape: readonly number[];
  data(): Float32Array | BigInt64Array;
}

export interface GraphNode {
  name: string;
  op_type: string;
  input: readonly string[];
  output: readonly string[];
  attribute: readonly Attribute[];
}

export class GraphWriter {
  readonly nodes: GraphNode[] = [];
  readonly initializers: Initializer[] = [];
  /** The oldest operator set that has every node as it is written. */
  opset = OLDEST_OPSET;
  private readonly names = new Set<string>();
  private readonly constants = new Map<string, string>();

  /** Reserves the name of the graph's input. */
  input(name: string): string {
    return this.unused(name);
  }

  /** @returns the name of the node's one output, which is the node's. */
  node(
    name: string,
    op: string,
    input: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): string {
    const unique = this.unused(name);
    this.needs(SINCE[op] ?? OLDEST_OPSET);
    const attribute = Object.entries(attributes).map(([key, value]) => ({ name: key, ...value }));
    this.nodes.push({ name: unique, op_type: op, input, output: [unique], attribute });
    return unique;
  }

  /** For a node whose operator is older, but was written differently. */
  needs(opset: number): void {
    this.opset = Math.max(this.opset, opset);
  }

  /** Whether a value is the result of such a node. */
  isFrom(value: string, op: string): boolean {
    return this.nodes.some(({ name, op_type }) => name === value && op_type === op);
  }

  /** Calls with the same `key` share one tensor. */
  tensor(key: string, shape: readonly number[], data: () => Float32Array): string {
    return this.constant(key, { type: 'float', shape, data });
  }

  scalar(value: number): string {
    return this.tensor(`constant/${value}`, [], () => Float32Array.of(value));
  }

  /** int64, as ONNX requires for shapes, pads and axes. */
  longs(values: readonly number[]): string {
    const data = () => BigInt64Array.from(values, BigInt);
    return this.constant(`constant/${values.join('_')}/int64`, {
      type: 'int64',
      shape: [values.length],
      data,
    });
  }

  private constant(key: string, tensor: Omit<Initializer, 'name'>): string {
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const name = this.unused(key);
    this.initializers.push({ name, ...tensor });
    this.constants.set(key, name);
    return name;
  }

  private unused(base: string): string {
    let name = base;
    for (let suffix = 1; this.names.has(name); suffix += 1) name = `${base}_${suffix}`;
    this.names.add(name);
    return name;
  }
}
