/**
 * How much memory a compiled entry needs at its peak, by liveness: a value is there from the node that makes it to the
 * last node that takes it, save where a kernel writes its result over an operand that nobody needs any more.
 */
import type { OperatorName } from './ir/attributes';
import { sliceOf } from './ir/slice';
import { type Node, type Program, scopeOf, type Value, valueKey } from './ir/types';

export interface EntryMemory {
  /** Bytes of all values at the worst moment, and of them the gradients of weights. */
  peak: number;
  gradients: number;
  /** By the block that made them, at that moment. */
  blocks: ReadonlyMap<string, number>;
  /** What the largest convolution or matrix product reads and writes: its kernel's scratch space grows with it. */
  largestProduct: number;
}

const BYTES: Readonly<Record<Value['dtype'], number>> = {
  float32: 4,
  int32: 4,
  bfloat16: 2,
  float16: 2,
  uint8: 1,
  bool: 1,
  // Paths of files, and a few numbers per channel.
  string: 0,
  saved: 0,
};

/** @param batchSize what a size that is known only at run time is taken for. */
export function bytesOf({ dtype, shape }: Pick<Value, 'dtype' | 'shape'>, batchSize: number): number {
  return shape.reduce((bytes: number, size) => bytes * (size ?? batchSize), BYTES[dtype]);
}

/** Their results are views of the operand: no bytes of their own. */
const views: ReadonlySet<OperatorName> = new Set(['read', 'reshape']);

/** Their kernels write over an operand of the same size that has no other reader (TensorFlow: forward_input). */
const overwriting: ReadonlySet<OperatorName> = new Set([
  'activation',
  'activation_grad',
  'add_n',
  'bias_add',
  'binary',
  'clip',
  'clip_grad',
  'softmax',
  'unary',
]);

const products: ReadonlySet<OperatorName> = new Set([
  'conv2d',
  'conv2d_input_grad',
  'conv2d_filter_grad',
  'conv2d_product',
  'conv2d_product_input_grad',
  'conv2d_product_filter_grad',
  'matmul',
]);

/**
 * @param entry such as `train_step`
 * @throws IrError when the program has no such entry.
 */
export function entryMemory(program: Program, entry: string, batchSize: number): EntryMemory {
  const slice = sliceOf(program, entry);
  const order = executionOrder(slice.nodes);
  const bytes = (value: Value) => bytesOf(value, batchSize);
  let worst = { peak: 0, at: -1 };
  walk(slice, order, bytes, (live, at) => {
    if (live > worst.peak) worst = { peak: live, at };
  });

  const ofGradients = new Set(slice.gradients.flatMap(({ value }) => (value ? [valueKey(value)] : [])));
  const blocks = new Map<string, number>();
  let gradients = 0;
  walk(slice, order, bytes, (_live, at, buffers) => {
    if (at !== worst.at) return;
    for (const { size, node, key } of buffers) {
      if (ofGradients.has(key)) gradients += size;
      else blocks.set(scopeOf(node), (blocks.get(scopeOf(node)) ?? 0) + size);
    }
  });
  const touched = order
    .filter((node) => products.has(node.operator))
    .map((node) => [...node.inputs, ...node.outputs].reduce((sum, value) => sum + bytes(value), 0));
  return { peak: worst.peak, gradients, blocks, largestProduct: Math.max(0, ...touched) };
}

interface Buffer {
  key: string;
  node: string;
  size: number;
  /** Readers that have not run yet, of it and of its views. */
  readers: number;
}

/** Runs through the nodes as the engine would, with what is alive when each has made its outputs. */
function walk(
  { entries }: Program,
  order: readonly Node[],
  bytes: (value: Value) => number,
  visit: (live: number, at: number, buffers: Iterable<Buffer>) => void,
): void {
  const readers = new Map<string, number>();
  const count = (value: Value) => readers.set(valueKey(value), (readers.get(valueKey(value)) ?? 0) + 1);
  for (const node of order) for (const input of node.inputs) count(input);
  for (const entry of entries) for (const output of Object.values(entry.outputs)) count(output);

  /** The buffer that each value stands in. */
  const bufferOf = new Map<string, Buffer>();
  const alive = new Set<Buffer>();
  let live = 0;
  const free = (buffer: Buffer) => {
    if (alive.delete(buffer)) live -= buffer.size;
  };
  for (const [at, node] of order.entries()) {
    const operands = node.inputs.flatMap((input) => bufferOf.get(valueKey(input)) ?? []);
    const uses = (buffer: Buffer) => operands.filter((each) => each === buffer).length;
    for (const output of node.outputs) {
      const key = valueKey(output);
      const readersOfIt = readers.get(key) ?? 0;
      const [first] = operands;
      if (views.has(node.operator)) {
        // A variable's own bytes are counted where variables are.
        if (!first) continue;
        first.readers += readersOfIt;
        bufferOf.set(key, first);
        continue;
      }
      const size = bytes(output);
      const over = overwriting.has(node.operator)
        ? operands.find((each) => alive.has(each) && each.size === size && each.readers === uses(each))
        : undefined;
      if (over) free(over);
      const buffer: Buffer = { key, node: node.name, size, readers: readersOfIt };
      bufferOf.set(key, buffer);
      alive.add(buffer);
      live += size;
    }
    visit(live, at, alive);
    for (const buffer of operands) buffer.readers -= 1;
    for (const buffer of operands) if (buffer.readers <= 0) free(buffer);
    for (const output of node.outputs) {
      const buffer = bufferOf.get(valueKey(output));
      if (buffer && buffer.readers <= 0) free(buffer);
    }
  }
}

/** First come, first served, as TensorFlow's executor takes nodes: an update runs once its gradient is there. */
function executionOrder(nodes: readonly Node[]): Node[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const followers = new Map<string, Node[]>();
  const missing = new Map<Node, number>();
  for (const node of nodes) {
    const before = new Set([...node.inputs.map((input) => input.node), ...node.after]);
    const known = [...before].filter((name) => byName.has(name));
    missing.set(node, known.length);
    for (const name of known) followers.set(name, [...(followers.get(name) ?? []), node]);
  }
  const order = nodes.filter((node) => missing.get(node) === 0);
  for (let at = 0; at < order.length; at++) {
    for (const follower of followers.get((order[at] as Node).name) ?? []) {
      const left = (missing.get(follower) ?? 0) - 1;
      missing.set(follower, left);
      if (left === 0) order.push(follower);
    }
  }
  return order;
}
