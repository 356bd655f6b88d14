/**
 * The intermediate representation: one program of immutable, typed nodes. Its operators (attributes.ts) are ours; no
 * TensorFlow name appears before emission (../emit).
 *
 * Nodes are named after the user's blocks, `stage1.block1.conv1/forward`, so an error of the engine can point at the
 * block. Names of the compiler's own nodes begin with a dot, which no user's id can.
 */
import type { Initializer } from '../../../core/ops/operator';
import type { OperatorAttributes, OperatorName } from './attributes';
import type { DataType, TensorShape, TensorType } from './tensor-type';

/** One output of a node. Two Values are the same when `node` and `output` are. */
export interface Value extends TensorType {
  readonly node: string;
  readonly output: number;
}

export interface NodeOf<Name extends OperatorName> {
  readonly name: string;
  readonly operator: Name;
  readonly attributes: OperatorAttributes[Name];
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** Nodes that must run before this one, although it uses none of their values. */
  readonly after: readonly string[];
}

/** Any node; `node.operator` determines its attributes. */
export type Node = { [Name in OperatorName]: NodeOf<Name> }[OperatorName];

/** State that outlives a call. */
export interface Variable {
  readonly name: string;
  readonly dtype: DataType;
  readonly shape: TensorShape;
  /**
   * weight: a layer's; slot: the optimizer's; data: a split of the data set, in the computer's memory; resident: its images
   * on the training device; average: statistics while they are re-estimated.
   */
  readonly role: 'weight' | 'slot' | 'data' | 'resident' | 'average';
  readonly trainable: boolean;
  /** Multiplies the learning rate of its updates. Absent: 1. */
  readonly learningRateFactor?: number;
  /** Absent for `data`, `resident` and `average`, and for variables that `init` does not set. */
  readonly initializer?: Initializer;
  /** Every value starts as this number, instead of by an initializer. */
  readonly fill?: number;
}

/** Values of variables by name, row-major. */
export type Weights = Pick<ReadonlyMap<string, Float32Array>, 'get'>;

/** A callable of the program: what it is fed, returns and changes. */
export interface Entry {
  readonly name: string;
  /** Values that the caller supplies, instead of computed ones. */
  readonly inputs: Readonly<Record<string, Value>>;
  readonly outputs: Readonly<Record<string, Value>>;
  /** Nodes without outputs that must have run when the entry returns. */
  readonly effects: readonly string[];
}

/** The gradient of the loss with respect to one variable. */
export interface Gradient {
  readonly variable: string;
  /** Absent when the loss does not depend on the variable: the gradient is zero. */
  readonly value?: Value;
  /** Scalar by which the gradient must still be multiplied (clipping). */
  readonly scale?: Value;
}

/** Values that passes leave for later passes. */
export interface Landmarks {
  /** The training batch, and the network's output for it in training mode. */
  readonly trainImages?: Value;
  readonly trainLabels?: Value;
  /**
   * Targets of the training batch, float32 [N,C], each row a distribution over the classes, before label smoothing. Absent:
   * `trainLabels`, one-hot. A pass that mixes images (mixup, cutmix) marks it and comes before 'loss'; `trainImages` and
   * `trainLabels` stay the unmixed batch, so a fed batch is mixed too. Accuracy counts `trainLabels`, which must have the
   * larger share: that is the likeliest class, which Keras' CategoricalAccuracy takes.
   */
  readonly trainTargets?: Value;
  readonly trainOutput?: Value;
  /** The batch to evaluate or predict, and the network's output for it in inference mode. */
  readonly evalImages?: Value;
  readonly evalLabels?: Value;
  readonly evalOutput?: Value;
  readonly learningRate?: Value;
  readonly seed?: Value;
  readonly step?: Value;
  /** Mean over the training batch. */
  readonly loss?: Value;
  /** d(loss)/d(loss) instead of 1 (loss scaling). */
  readonly lossScale?: Value;
  /** Per diagnostic block, [blocks]: norm of its gradients before clipping; standard deviation of its response. */
  readonly gradientNorms?: Value;
  readonly activationSpreads?: Value;
  /** Sum over the evaluated batch. */
  readonly evalLossSum?: Value;
}

/**
 * lowered: the graph's layers are nodes of the IR. shortened: the network computes in bfloat16 or float16.
 * differentiated: every trainable variable has its gradient. fed: batches come from a data set. pruned: the program is
 * complete, and everything in it is needed by an entry.
 */
export type Stage = 'lowered' | 'shortened' | 'differentiated' | 'fed' | 'pruned';

export interface Program {
  readonly variables: readonly Variable[];
  /** In topological order. */
  readonly nodes: readonly Node[];
  readonly entries: readonly Entry[];
  readonly landmarks: Landmarks;
  readonly gradients: readonly Gradient[];
  /** Nodes that change variables in each training step: moving statistics, then the optimizer's. */
  readonly updates: readonly string[];
  /** Stages that the program has reached. */
  readonly stages: readonly Stage[];
}

/** A broken program: a bug of the compiler, never an error of the user. */
export class IrError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'IrError';
  }
}

/** Throws for programs that only a bug of the compiler can produce, in English: scripts/messages.mjs knows it by name. */
export function bug(message: string): never {
  throw new IrError(message);
}

export const sameValue = (a: Value, b: Value): boolean => a.node === b.node && a.output === b.output;

export const valueKey = (value: Value): string => `${value.node}:${value.output}`;

/** The user's block that a node belongs to: all before the first slash. */
export const scopeOf = (name: string): string => name.split('/', 1)[0] as string;
