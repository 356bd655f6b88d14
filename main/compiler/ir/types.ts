/**
 * The intermediate representation: one program of immutable, typed nodes. It is engine-neutral: its
 * operators (attributes.ts) are ours, and no TensorFlow name appears before emission (../emit).
 *
 * Nodes are named after the user's blocks, `stage1.block1.conv1/forward`, so that an error of the engine
 * can point at the block. Names of the machinery begin with a dot, which no user's id can.
 */
import type { Initializer } from '../../../core/ops/operator';
import type { OperatorAttributes, OperatorName } from './attributes';
import type { Stage } from './stages';

/** What a network computes in. Variables are float32; the two short ones occur between casts (passes/precision.ts). */
export type FloatingType = 'float32' | 'bfloat16' | 'float16';
export const floatingTypes: readonly string[] = ['float32', 'bfloat16', 'float16'] satisfies FloatingType[];

/** `saved` is an engine's own bundle, made by a forward operator for its gradient only. */
export type DataType = FloatingType | 'int32' | 'uint8' | 'bool' | 'string' | 'saved';

/** With the batch dimension; `null` is a size known only at run time (the number of examples). */
export type TensorShape = readonly (number | null)[];

export interface TensorType {
  readonly dtype: DataType;
  readonly shape: TensorShape;
}

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
  /** Nodes that must have run before this one although it takes no value of theirs. */
  readonly after: readonly string[];
}

/** Any node; `node.operator` tells which attributes it has. */
export type Node = { [Name in OperatorName]: NodeOf<Name> }[OperatorName];

/** State that outlives a call. */
export interface Variable {
  readonly name: string;
  readonly dtype: DataType;
  /** Without a batch dimension: a variable's shape is known, but for the leading count of `data`. */
  readonly shape: TensorShape;
  /**
   * weight: a layer's; slot: the optimizer's; data: a split of the data set, in the computer's memory; resident: images
   * of it in the memory of the device that trains; average: of statistics that are being re-estimated, unused afterwards.
   */
  readonly role: 'weight' | 'slot' | 'data' | 'resident' | 'average';
  readonly trainable: boolean;
  /** Absent for `data`, `resident` and `average`, and for what `init` leaves alone. */
  readonly initializer?: Initializer;
  /** A start that no initializer gives: every value is this number. */
  readonly fill?: number;
}

/** A callable of the program: what it is fed, what it returns, what it changes. */
export interface Entry {
  readonly name: string;
  /** Values that the caller supplies. One that is computed otherwise is replaced, with all upstream of it. */
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
  /** Scalar that the gradient is still to be multiplied with (clipping). */
  readonly scale?: Value;
}

/** Values that passes hand on to later passes. */
export interface Landmarks {
  /** The training batch, and the network's output for it in training mode. */
  readonly trainImages?: Value;
  readonly trainLabels?: Value;
  /**
   * What the training batch is to be taken for, float32 [N,C], each row a distribution over the classes, before
   * label smoothing. Absent: `trainLabels`, one-hot. A pass that mixes images (mixup, cutmix) marks it and stands
   * before the pass 'loss': it puts its nodes between `trainImages` and the network, and mixes `one_hot` of
   * `trainLabels` in the same shares. `trainImages` and `trainLabels` stay the unmixed batch, which `train_on_batch`
   * is fed and the pass 'input pipeline' later replaces by an iterator; so a fed batch is mixed as well. Accuracy
   * counts `trainLabels`: give the image's own label the larger share (max(share, 1 - share)), and that is the
   * likeliest class of the targets, which Keras' CategoricalAccuracy takes.
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
  /** Scalar that the gradients are computed of in place of 1 (loss scaling). */
  readonly lossScale?: Value;
  /** Per diagnostic block, [blocks]: norm of its gradients before clipping; spread of its response. */
  readonly gradientNorms?: Value;
  readonly activationSpreads?: Value;
  /** Sum over the evaluated batch. */
  readonly evalLossSum?: Value;
}

export interface Program {
  readonly variables: readonly Variable[];
  /** In topological order. */
  readonly nodes: readonly Node[];
  readonly entries: readonly Entry[];
  readonly landmarks: Landmarks;
  readonly gradients: readonly Gradient[];
  /** Nodes that change variables in each training step: moving statistics, then the optimizer's. */
  readonly updates: readonly string[];
  /** Those that it has reached, whose rules hold. */
  readonly stages: readonly Stage[];
}

/** A broken program: a fault of the compiler, never of the user. */
export class IrError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'IrError';
  }
}

/** Refuses what only a fault of the compiler can make, in English: scripts/messages.mjs knows it by name. */
export function bug(message: string): never {
  throw new IrError(message);
}

export const sameValue = (a: Value, b: Value): boolean => a.node === b.node && a.output === b.output;

export const valueKey = (value: Value): string => `${value.node}:${value.output}`;

export const formatType = (type: TensorType): string =>
  `${type.dtype}[${type.shape.map((size) => size ?? 'batch').join(', ')}]`;

/** The user's block that a node belongs to: all before the first slash. */
export const scopeOf = (name: string): string => name.split('/', 1)[0] as string;
