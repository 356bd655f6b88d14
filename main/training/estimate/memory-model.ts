/**
 * A training worker's memory: values by liveness (main/compiler/memory.ts), plus measured constants. Mapped images do
 * not count, since the system can drop them. Measured as VmHWM on Linux, x86-64, TensorFlow 2.21, two threads:
 * ResNet-18, 34, 50, 152, CIFAR ResNet-20 and 56, batches of 16 to 256, SGD, momentum, bfloat16.
 * `npm run bench -- --scenario estimate` measures again.
 */
import { setImmediate } from 'node:timers/promises';
import type { MemoryEstimate } from '../../../core/contract/training';
import type { Program, Variable } from '../../compiler/ir/types';
import { bytesOf, type EntryPlan, memoryOf, planEntry } from '../../compiler/memory';

const MIB = 2 ** 20;

/** Node, the binding and TensorFlow's library. */
const RUNTIME = 475 * MIB;
/** TensorFlow's definition, kernel and executor entries of a graph node. */
const RUNTIME_PER_NODE = 1730;
/** Share of the peak: kernels' scratch space and fragmentation. */
const SCRATCH = 0.17;
/** Weights and slots when a checkpoint is written: TensorFlow's copy and JavaScript's. */
const CHECKPOINT_COPIES = 1.55;
/** In the pipeline: two ready, one in preparation. */
const BATCHES_AHEAD = 3;

/** Bytes of the data set in the worker, without mapped images. */
export interface DataBytes {
  labels: number;
  batch: number;
}

/** A compiled program, for any batch size. */
export interface WorkerPlan {
  entry: EntryPlan;
  weights: number;
  slots: number;
  nodes: number;
}

/** @param program with `train_step` or, without a data set, `train_on_batch`. */
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

/** The largest power of two, up to 65,536, that fits into `available` bytes. Other work gets a turn in between. */
export async function fittingBatchSize(
  plan: WorkerPlan,
  available: number,
  data: (batchSize: number) => DataBytes,
): Promise<number | undefined> {
  const fits = (exponent: number) =>
    workerMemory(plan, 2 ** exponent, data(2 ** exponent)).total <= available;
  // Binary search over exponents.
  let [fitting, tooLarge] = [-1, LARGEST_EXPONENT + 1];
  while (tooLarge - fitting > 1) {
    await setImmediate();
    const middle = (fitting + tooLarge) >> 1;
    if (fits(middle)) fitting = middle;
    else tooLarge = middle;
  }
  return fitting < 0 ? undefined : 2 ** fitting;
}
