/**
 * What an operator is: everything that the editor, the analysis, the compiler and the exporters need to
 * know about one kind of layer, declared in one file each (core/ops/conv2d.ts, ...).
 */

import { z } from 'zod';
import type { ParamValue, Shape } from '../graph/document';
import { inEnglish, type Key, type Message, type MessageOrText, message, sentences } from '../messages';
import { fieldsOf, type ParamField } from './fields';

/** The color family of the node on the canvas. */
export type OperatorKind =
  | 'io'
  | 'convolution'
  | 'normalization'
  | 'activation'
  | 'merge'
  | 'pooling'
  | 'dense'
  | 'shape'
  | 'regularization';

/** keras.initializers, in snake case. */
export const initializers = [
  'glorot_uniform',
  'glorot_normal',
  'he_uniform',
  'he_normal',
  'lecun_uniform',
  'lecun_normal',
  'orthogonal',
  'zeros',
  'ones',
] as const;
export type Initializer = (typeof initializers)[number];

/** One weight of a layer, as Keras would list it. */
export interface WeightSpec {
  /** `kernel`, `bias`, `gamma`, `beta`, `moving_mean`, `moving_variance`. */
  name: string;
  shape: Shape;
  trainable: boolean;
  initializer: Initializer;
}

export const weight = (
  name: string,
  shape: Shape,
  initializer: Initializer,
  { trainable = true } = {},
): WeightSpec => ({ name, shape, trainable, initializer });

/** The bias of a layer that may have one: a number per output channel. */
export const biasOf = (useBias: boolean, channels: number): WeightSpec[] =>
  useBias ? [weight('bias', [channels], 'zeros')] : [];

/** Raised by a shape rule; the analysis adds the node's name and makes it a Problem. */
export class ShapeRuleError extends Error {
  constructor(
    readonly code: string,
    readonly rule: Message,
    readonly received: MessageOrText,
    readonly hint?: Message,
  ) {
    super(inEnglish(sentences(rule, message('graph.received', { received }), hint)));
    this.name = 'ShapeRuleError';
  }
}

export type ParamRecord = Record<string, ParamValue>;

/**
 * One operator. `Params` is the parsed form of the node's `params` (all defaults filled in).
 * Shapes are without the batch dimension, channels last.
 */
export interface Operator<Params extends ParamRecord = ParamRecord> {
  type: string;
  /** Short words for the palette and the node: "Conv2D", "BatchNorm". */
  title: string;
  kind: OperatorKind;
  /** One or two sentences for a student. */
  help: Key;
  /** Search words beside the title. */
  keywords: readonly string[];
  inputs: { min: number; max: number };
  schema: z.ZodType<Params>;
  /** What the inspector shows, from the schema. */
  fields: readonly ParamField[];
  /** @throws ShapeRuleError when the rule does not hold. */
  outputShape(inputs: readonly Shape[], params: Params): Shape;
  weights(inputs: readonly Shape[], params: Params): readonly WeightSpec[];
  /** Multiply-adds of one example's forward pass (convolutions and dense layers; 0 for the rest). */
  macs(inputs: readonly Shape[], params: Params): number;
  /** The window that slides over the image, for the receptive field; strides below 1 enlarge the image. */
  window?(params: Params): { size: readonly [number, number]; strides: readonly [number, number] };
  /** True where the order of the inputs does not matter. */
  commutative?: boolean;
  /**
   * With all inputs muted but one, the node passes on the one that is left (`any`), or only if it is the first
   * (`first`). Absent: muting an input is a problem of the graph.
   */
  passesAlone?: 'any' | 'first';
  /** True where the operator may stand in a projection shortcut: no activation function inside. */
  linear?(params: Params): boolean;
  /** The telling parameters in monospace below the node's name: "3×3 · 128 · /2". */
  caption(params: Params): string;
}

/** What most operators share: one input, no parameters, no weights, no products. */
type Defaults = 'inputs' | 'schema' | 'weights' | 'macs';

/** An operator in its own file states what is particular to it; its fields follow from its schema. */
export function defineOperator<Params extends ParamRecord = Record<string, never>>(
  particulars: Omit<Operator<Params>, Defaults | 'fields'> & Partial<Pick<Operator<Params>, Defaults>>,
): Operator<Params> {
  const { schema = z.strictObject({}) as unknown as z.ZodType<Params> } = particulars;
  return {
    inputs: { min: 1, max: 1 },
    weights: () => [],
    macs: () => 0,
    ...particulars,
    schema,
    fields: fieldsOf(schema),
  };
}
