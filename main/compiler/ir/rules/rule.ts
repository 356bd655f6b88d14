/** What a type rule is: from the types that go in, and the attributes, the types that come out. */
import { plural } from '../../../../core/format/plural';
import type { OperatorAttributes, OperatorName, Padding } from '../attributes';
import {
  type DataType,
  floatingTypes,
  formatType,
  IrError,
  type TensorShape,
  type TensorType,
  type Variable,
} from '../types';

export interface RuleArguments<Name extends OperatorName> {
  readonly operator: Name;
  readonly node: string;
  readonly inputs: readonly TensorType[];
  readonly attributes: OperatorAttributes[Name];
  readonly variables: ReadonlyMap<string, Variable>;
}

/** @throws IrError when the rule does not hold. */
export type TypeRule<Name extends OperatorName> = (rule: RuleArguments<Name>) => readonly TensorType[];
export type TypeRules = { readonly [Name in OperatorName]: TypeRule<Name> };

type AnyRule = RuleArguments<OperatorName>;

export const float = (shape: TensorShape): TensorType => ({ dtype: 'float32', shape });
export const integer = (shape: TensorShape): TensorType => ({ dtype: 'int32', shape });
export const savedType: TensorType = { dtype: 'saved', shape: [] };

export function fail(rule: AnyRule, statement: string): never {
  const received = rule.inputs.map(formatType).join(', ') || 'no inputs';
  throw new IrError(
    `'${rule.operator}' ${statement} Received: ${received}; attributes ${JSON.stringify(rule.attributes)} ` +
      `in node '${rule.node}'.`,
  );
}

/** The inputs, when there are exactly as many as dtypes, each of its dtype. */
export function take(rule: AnyRule, ...dtypes: DataType[]): TensorType[] {
  if (rule.inputs.length !== dtypes.length) fail(rule, `takes ${plural(dtypes.length, 'input')}.`);
  dtypes.forEach((dtype, index) => {
    if (rule.inputs[index]?.dtype !== dtype) fail(rule, `takes ${dtype} as input ${index}.`);
  });
  return [...rule.inputs];
}

/**
 * The inputs, when there are exactly `count` and all of one floating dtype: for operators that compute in whatever
 * precision they are given.
 */
export function takeFloating(rule: AnyRule, count: number): TensorType[] {
  if (rule.inputs.length !== count) fail(rule, `takes ${plural(count, 'input')}.`);
  const dtype = rule.inputs[0]?.dtype as string;
  if (!floatingTypes.includes(dtype)) fail(rule, 'takes floating-point numbers as input 0.');
  for (const input of rule.inputs) {
    if (input.dtype !== dtype) fail(rule, 'takes inputs of one dtype.');
  }
  return [...rule.inputs];
}

export function floatingInput(rule: AnyRule, index: number): TensorType {
  const input = rule.inputs[index];
  if (!input || !floatingTypes.includes(input.dtype)) {
    fail(rule, `takes floating-point numbers as input ${index}.`);
  }
  return input as TensorType;
}

/** Of `type`'s dtype. */
export const like = (type: TensorType | undefined, shape: TensorShape): TensorType => ({
  dtype: (type as TensorType).dtype,
  shape,
});

export const sameShape = (a: TensorShape, b: TensorShape): boolean =>
  a.length === b.length && a.every((size, index) => size === b[index]);

export function requireShape(rule: AnyRule, index: number, shape: TensorShape): void {
  const received = rule.inputs[index];
  if (!received || !sameShape(received.shape, shape)) {
    fail(
      rule,
      `takes a tensor of shape ${formatType({ dtype: received?.dtype ?? 'float32', shape })} as input ${index}.`,
    );
  }
}

export function requireRank(rule: AnyRule, index: number, rank: number): TensorShape {
  const shape = rule.inputs[index]?.shape;
  if (shape?.length !== rank) fail(rule, `takes a tensor of rank ${rank} as input ${index}.`);
  return shape as TensorShape;
}

/** A size that must be known when compiling. */
export function known(rule: AnyRule, size: number | null | undefined): number {
  if (typeof size !== 'number') fail(rule, 'needs every size but the batch when compiling.');
  return size as number;
}

export function lastSize(rule: AnyRule, index: number): number {
  return known(rule, rule.inputs[index]?.shape.at(-1));
}

export function variableOf(rule: AnyRule, name: string): Variable {
  return rule.variables.get(name) ?? fail(rule, `acts on a declared variable, but '${name}' is none.`);
}

/** Positions of a window along one dimension, as TensorFlow counts them. */
export function slides(
  rule: AnyRule,
  size: number,
  window: number,
  stride: number,
  padding: Padding,
): number {
  const count = padding === 'same' ? Math.ceil(size / stride) : Math.floor((size - window) / stride) + 1;
  if (count < 1) fail(rule, `has a window of ${window} that does not fit into ${size}.`);
  return count;
}
