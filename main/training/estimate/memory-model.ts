/**
 * What a training worker takes, from its compiled program: values by liveness (main/compiler/memory.ts), and constants
 * for what no program shows. Images are not among it: they are in mapped files, whose pages the system keeps where memory
 * is free and drops where it is not. The constants were measured as VmHWM of the worker (its largest resident set) on Linux, x86-64,
 * TensorFlow 2.21 on two threads, with ResNet-18, 34, 50, 152 and the CIFAR ones of 20 and 56 layers, batches of 16 to
 * 256, SGD, momentum and bfloat16. `npm run bench -- --scenario estimate` measures them again.
 */
import { setImmediate } from 'node:timers/promises';
import type { MemoryEstimate } from '../../../core/contract/training';
import type { Program, Variable } from '../../compiler/ir/types';
import { bytesOf, type EntryPlan, memoryOf, planEntry } from '../../compiler/memory';

const MIB = 2 ** 20;

/** Node, the binding and TensorFlow's library, whose mapped pages count as resident. */
const RUNTIME = 475 * MIB;
/** The graph of a node in TensorFlow: its definition, its kernel, its place in each entry's executor. */
const RUNTIME_PER_NODE = 1730;
/** Allocated for what is alive: kernels' scratch space, and holes between what is freed and taken again. */
const SCRATCH = 0.17;
/** Weights and slots on their way into a checkpoint: TensorFlow's copy, and JavaScript's. */
const CHECKPOINT_COPIES = 1.55;
/** Batches of images that the pipeline holds: two that wait, one in the making. */
const BATCHES_AHEAD = 3;

/** Bytes of the data set that are the worker's own. Its images are mapped: the system's page cache, given back on demand. */
export interface DataBytes {
  labels: number;
  /** One batch as the pipeline keeps it ready. */
  batch: number;
}

/** A compiled program, of which many batch sizes can be tried. */
export interface WorkerPlan {
  entry: EntryPlan;
  weights: number;
  slots: number;
  nodes: number;
}

/** @param program with the entry `train_step` or, without a data set, `train_on_batch`. */
export function planWorker(program: Program): WorkerPlan {
  const entry = program.entries.some(({ name }) => name === 'train_step') ? 'train_step' : 'train_on_batch';
  return {
    entry: planEntry(program, entry),
    weights: variableBytes(program.variables, 'weight') + variableBytes(program.variables, 'average'),
    slots: variableBytes(program.variables, 'slot'),
    nodes: program.nodes.length,
  };
}

export function workerMemory(
  { entry, weights, slots, nodes }: WorkerPlan,
  batchSize: number,
  data: DataBytes,
): Omit<MemoryEstimate, 'available' | 'fittingBatchSize'> {
  const { peak, gradients, blocks } = memoryOf(entry, batchSize);
  const workspace = SCRATCH * peak + CHECKPOINT_COPIES * (weights + slots);
  const runtime = RUNTIME + RUNTIME_PER_NODE * nodes;
  const dataBytes = data.labels + BATCHES_AHEAD * data.batch;
  const parts = {
    weights,
    gradients,
    slots,
    activations: peak - gradients,
    workspace,
    data: dataBytes,
    runtime,
  };
  const rounded = Object.fromEntries(
    Object.entries(parts).map(([name, bytes]) => [name, Math.round(bytes)]),
  ) as typeof parts;
  const largest = [...blocks]
    .filter(([node]) => !node.startsWith('.'))
    .sort(([, a], [, b]) => b - a)
    .slice(0, 5)
    .map(([node, bytes]) => ({ node, bytes }));
  return { ...rounded, total: Object.values(rounded).reduce((sum, bytes) => sum + bytes, 0), largest };
}

function variableBytes(variables: readonly Variable[], role: Variable['role']): number {
  return variables
    .filter((variable) => variable.role === role)
    .reduce((sum, variable) => sum + bytesOf(variable, 1), 0);
}

const LARGEST_EXPONENT = 16;

/**
 * The largest power of two, up to 65,536, with which the worker stays within `available` bytes. Others have their turn
 * between two tries.
 */
export async function fittingBatchSize(
  plan: WorkerPlan,
  available: number,
  data: (batchSize: number) => DataBytes,
): Promise<number | undefined> {
  const fits = (exponent: number) =>
    workerMemory(plan, 2 ** exponent, data(2 ** exponent)).total <= available;
  // A larger batch takes more: halving the range of exponents finds the last that fits.
  let [fitting, tooLarge] = [-1, LARGEST_EXPONENT + 1];
  while (tooLarge - fitting > 1) {
    await setImmediate();
    const middle = (fitting + tooLarge) >> 1;
    if (fits(middle)) fitting = middle;
    else tooLarge = middle;
  }
  return fitting < 0 ? undefined : 2 ** fitting;
}
