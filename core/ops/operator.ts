/** What the editor, the analysis, the compiler and the exporters need to know about one kind of layer. */
import { z } from 'zod';
import type { ParamValue, Shape } from '../graph/document';
import { inEnglish, type Key, type Message, type MessageOrText, message, sentences } from '../messages';
import { fieldsOf, type ParamField } from './fields';

/** Gives a node its color. */
export type OperatorKind =
  | 'io'
  | 'convolution'
  | 'normalization'
  | 'activation'
  | 'merge'
  | 'pooling'
  | 'dense'
  | 'shape'
  | 'regularization'
  | 'unsupported';

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

export const biasOf = (useBias: boolean, channels: number): WeightSpec[] =>
  useBias ? [weight('bias', [channels], 'zeros')] : [];

/** The analysis adds the node's name and makes it a Problem. */
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

/** `Params` has all defaults filled in. Shapes are without the batch dimension, channels last. */
export interface Operator<Params extends ParamRecord = ParamRecord> {
  type: string;
  /** "BatchNorm" */
  title: string;
  kind: OperatorKind;
  help: Key;
  keywords: readonly string[];
  inputs: { min: number; max: number };
  schema: z.ZodType<Params>;
  fields: readonly ParamField[];
  /** @throws ShapeRuleError */
  outputShape(inputs: readonly Shape[], params: Params): Shape;
  weights(inputs: readonly Shape[], params: Params): readonly WeightSpec[];
  /** Whether some layers of this kind have weights. */
  hasWeights: boolean;
  /** Multiply-adds of one example's forward pass, for convolutions and dense layers. */
  macs(inputs: readonly Shape[], params: Params): number;
  /** For the receptive field; strides below 1 enlarge the image. */
  window?(params: Params): { size: readonly [number, number]; strides: readonly [number, number] };
  /** The order of the inputs does not matter. */
  commutative?: boolean;
  /**
   * What happens when one input is left: passes it on if it is `any` input, or only the `first`. Absent: removing an
   * input is an error.
   */
  passesAlone?: 'any' | 'first';
  /** Has no activation function, so it may be part of a projection shortcut. */
  linear?(params: Params): boolean;
  /** Below the node's name: "3×3 · 128 · /2". */
  caption(params: Params): string;
}

type Defaults = 'inputs' | 'schema' | 'weights' | 'macs';

/** By default: one input, no parameters, no weights. */
export function defineOperator<Params extends ParamRecord = Record<string, never>>(
  particulars: Omit<Operator<Params>, Defaults | 'fields' | 'hasWeights'> &
    Partial<Pick<Operator<Params>, Defaults>>,
): Operator<Params> {
  const { schema = z.strictObject({}) as unknown as z.ZodType<Params> } = particulars;
  return {
    inputs: { min: 1, max: 1 },
    weights: () => [],
    macs: () => 0,
    hasWeights: particulars.weights !== undefined,
    ...particulars,
    schema,
    fields: fieldsOf(schema),
  };
}
