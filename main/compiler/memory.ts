/**
 * The peak memory of a compiled entry, by liveness: a value exists from the node that makes it to the last node that
 * uses it, unless a kernel overwrites an operand that is no longer needed.
 */
import type { OperatorName } from './ir/attributes';
import { sliceOf } from './ir/slice';
import { type Node, type Program, scopeOf, type Value, valueKey } from './ir/types';

export interface EntryMemory {
  /** Bytes of all values at the peak, including the gradients of weights. */
  peak: number;
  gradients: number;
  /** The other bytes at that moment, by the block that made them. */
  blocks: ReadonlyMap<string, number>;
  /** Bytes that the largest convolution or matrix product reads and writes; its scratch space grows with them. */
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

/** @param batchSize for sizes that are only known at run time. */
export function bytesOf({ dtype, shape }: Pick<Value, 'dtype' | 'shape'>, batchSize: number): number {
  return shape.reduce((bytes: number, size) => bytes * (size ?? batchSize), BYTES[dtype]);
}

/** Their results are views of the operand, without bytes of their own. */
const views: ReadonlySet<OperatorName> = new Set(['read', 'reshape']);

/** Their kernels overwrite an operand of the same size that has no other reader (TensorFlow: forward_input). */
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

/** A node for the walk; values are numbered in the order in which they are made. */
interface Step {
  inputs: readonly number[];
  outputs: readonly number[];
  view: boolean;
  overwrites: boolean;
}

/** The part that does not depend on the batch size. */
export interface EntryPlan {
  steps: readonly Step[];
  values: readonly Value[];
  /** Number of nodes and outputs of the entry that use each value. */
  readers: Int32Array;
  /** Indices of the gradients of weights. */
  gradients: ReadonlySet<number>;
  products: readonly Node[];
}

/**
 * @param entry such as `train_step`
 * @throws IrError when the program has no such entry.
 */
export function planEntry(program: Program, entry: string): EntryPlan {
  const slice = sliceOf(program, entry);
  const order = executionOrder(slice.nodes);
  const values = order.flatMap((node) => node.outputs);
  const index = new Map(values.map((value, at) => [valueKey(value), at]));
  const indices = (some: readonly Value[]) => some.flatMap((value) => index.get(valueKey(value)) ?? []);
  const readers = new Int32Array(values.length);
  const steps = order.map(({ inputs, outputs, operator }) => ({
    inputs: indices(inputs),
    outputs: indices(outputs),
    view: views.has(operator),
    overwrites: overwriting.has(operator),
  }));
  const taken = slice.entries.flatMap(({ outputs }) => indices(Object.values(outputs)));
  for (const read of [...steps.flatMap(({ inputs }) => inputs), ...taken])
    readers[read] = (readers[read] ?? 0) + 1;
  return {
    steps,
    values,
    readers,
    gradients: new Set(slice.gradients.flatMap(({ value }) => (value ? indices([value]) : []))),
    products: order.filter((node) => products.has(node.operator)),
  };
}

export function memoryOf(plan: EntryPlan, batchSize: number): EntryMemory {
  const sizes = Float64Array.from(plan.values, (value) => bytesOf(value, batchSize));
  const worst = walk(plan, sizes);
  const blocks = new Map<string, number>();
  let gradients = 0;
  for (const at of walk(plan, sizes, worst.at).alive) {
    const size = sizes[at] ?? 0;
    const scope = scopeOf((plan.values[at] as Value).node);
    if (plan.gradients.has(at)) gradients += size;
    else blocks.set(scope, (blocks.get(scope) ?? 0) + size);
  }
  const touched = plan.products.map((node) =>
    [...node.inputs, ...node.outputs].reduce((sum, value) => sum + bytesOf(value, batchSize), 0),
  );
  return { peak: worst.peak, gradients, blocks, largestProduct: Math.max(0, ...touched) };
}

/** @throws as `planEntry`. */
export const entryMemory = (program: Program, entry: string, batchSize: number): EntryMemory =>
  memoryOf(planEntry(program, entry), batchSize);

/**
 * Runs through the nodes as the engine would. A value with bytes of its own is its own buffer; a view shares its
 * operand's.
 * @param until ends when this step has made its outputs
 */
function walk(
  { steps, readers, values }: EntryPlan,
  sizes: Float64Array,
  until = steps.length,
): { peak: number; at: number; alive: number[] } {
  const waiting = readers.slice();
  /** The buffer of each value; -1 for a variable's own. */
  const bufferOf = new Int32Array(values.length).fill(-1);
  const alive = new Uint8Array(values.length);
  const waitingFor = (buffer: number) => waiting[buffer] ?? 0;
  let live = 0;
  const free = (buffer: number) => {
    if (alive[buffer] === 0) return;
    alive[buffer] = 0;
    live -= sizes[buffer] ?? 0;
  };
  let peak = 0;
  let worst = -1;
  for (let at = 0; at < steps.length; at++) {
    const { inputs, outputs, view, overwrites } = steps[at] as Step;
    const operands = inputs.map((input) => bufferOf[input] ?? -1).filter((buffer) => buffer >= 0);
    for (const output of outputs) {
      if (view) {
        // A variable's own bytes are counted with the variables.
        const [first] = operands;
        if (first === undefined) continue;
        waiting[first] = waitingFor(first) + (readers[output] ?? 0);
        bufferOf[output] = first;
        continue;
      }
      const over = overwrites
        ? operands.find(
            (each) =>
              alive[each] === 1 &&
              sizes[each] === sizes[output] &&
              waitingFor(each) === operands.filter((one) => one === each).length,
          )
        : undefined;
      if (over !== undefined) free(over);
      bufferOf[output] = output;
      alive[output] = 1;
      live += sizes[output] ?? 0;
    }
    if (live > peak) {
      peak = live;
      worst = at;
    }
    if (at === until) break;
    for (const buffer of operands) waiting[buffer] = waitingFor(buffer) - 1;
    for (const buffer of operands) if (waitingFor(buffer) <= 0) free(buffer);
    for (const output of outputs) {
      const buffer = bufferOf[output] ?? -1;
      if (buffer >= 0 && waitingFor(buffer) <= 0) free(buffer);
    }
  }
  const kept: number[] = [];
  for (const [buffer, on] of alive.entries()) if (on === 1) kept.push(buffer);
  return { peak, at: worst, alive: kept };
}

/** First come, first served, as in TensorFlow's executor: an update runs once its gradient exists. */
function executionOrder(nodes: readonly Node[]): Node[] {
  const byName = new Set(nodes.map((node) => node.name));
  const followers = new Map<string, Node[]>();
  const missing = new Map<Node, number>();
  for (const node of nodes) {
    const before = new Set([...node.inputs.map((input) => input.node), ...node.after]);
    const known = [...before].filter((name) => byName.has(name));
    missing.set(node, known.length);
    for (const name of known) {
      const list = followers.get(name);
      if (list) list.push(node);
      else followers.set(name, [node]);
    }
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
