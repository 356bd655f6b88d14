/** A type rule gives the types of an operator's outputs from those of its inputs and its attributes. */
import { plural } from '../../../../core/format/plural';
import type { OperatorAttributes, OperatorName, Padding } from '../attributes';
import { type DataType, floatingTypes, formatType, type TensorShape, type TensorType } from '../tensor-type';
import { bug, type Variable } from '../types';

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

export type AnyRule = RuleArguments<OperatorName>;

export const float = (shape: TensorShape): TensorType => ({ dtype: 'float32', shape });
export const integer = (shape: TensorShape): TensorType => ({ dtype: 'int32', shape });
export const savedType: TensorType = { dtype: 'saved', shape: [] };

export function typeBug(rule: AnyRule, statement: string): never {
  const received = rule.inputs.map(formatType).join(', ') || 'no inputs';
  const attributes = JSON.stringify(rule.attributes);
  bug(
    `'${rule.operator}' ${statement} Received: ${received}; attributes ${attributes} in node '${rule.node}'.`,
  );
}

/** The inputs, when there are exactly as many as dtypes, each of its dtype. */
export function take(rule: AnyRule, ...dtypes: DataType[]): TensorType[] {
  if (rule.inputs.length !== dtypes.length) typeBug(rule, `takes ${plural(dtypes.length, 'input')}.`);
  dtypes.forEach((dtype, index) => {
    if (rule.inputs[index]?.dtype !== dtype) typeBug(rule, `takes ${dtype} as input ${index}.`);
  });
  return [...rule.inputs];
}

/** The inputs, when there is one or more, all of this dtype. */
export function takeAll(rule: AnyRule, dtype: DataType): TensorType[] {
  if (rule.inputs.length === 0) typeBug(rule, 'takes one input or more.');
  return take(rule, ...rule.inputs.map(() => dtype));
}

/** The inputs, when there are exactly `count` and all of one floating dtype. */
export function takeFloating(rule: AnyRule, count: number): TensorType[] {
  if (rule.inputs.length !== count) typeBug(rule, `takes ${plural(count, 'input')}.`);
  const dtype = rule.inputs[0]?.dtype as string;
  if (!floatingTypes.includes(dtype)) typeBug(rule, 'takes floating-point numbers as input 0.');
  for (const input of rule.inputs) {
    if (input.dtype !== dtype) typeBug(rule, 'takes inputs of one dtype.');
  }
  return [...rule.inputs];
}

export function floatingInput(rule: AnyRule, index: number): TensorType {
  const input = rule.inputs[index];
  if (input && floatingTypes.includes(input.dtype)) return input;
  return typeBug(rule, `takes floating-point numbers as input ${index}.`);
}

/** The same dtype in another shape. */
export const like = (type: TensorType | undefined, shape: TensorShape): TensorType => ({
  dtype: (type as TensorType).dtype,
  shape,
});

export const sameShape = (a: TensorShape, b: TensorShape): boolean =>
  a.length === b.length && a.every((size, index) => size === b[index]);

export function requireShape(rule: AnyRule, index: number, shape: TensorShape): void {
  const received = rule.inputs[index];
  if (received && sameShape(received.shape, shape)) return;
  const wanted = formatType({ dtype: received?.dtype ?? 'float32', shape });
  typeBug(rule, `takes a tensor of shape ${wanted} as input ${index}.`);
}

export function requireScalars(rule: AnyRule, ...indices: number[]): void {
  for (const index of indices) requireShape(rule, index, []);
}

export function requireRank(rule: AnyRule, index: number, rank: number): TensorShape {
  const shape = rule.inputs[index]?.shape;
  return shape?.length === rank ? shape : typeBug(rule, `takes a tensor of rank ${rank} as input ${index}.`);
}

/** A size that must be known at compile time. */
export function known(rule: AnyRule, size: number | null | undefined): number {
  return size ?? typeBug(rule, 'needs every size but the batch when compiling.');
}

/** Input `index`, [N,H,W,C], with every size known but the batch. */
export function knownImage(
  rule: AnyRule,
  index: number,
): [batch: number | null, height: number, width: number, channels: number] {
  const [batch = null, height, width, channels] = requireRank(rule, index, 4);
  return [batch, known(rule, height), known(rule, width), known(rule, channels)];
}

/** Input 1, a kernel of known shape [h,w,.,.]. */
export function knownKernel(rule: AnyRule): [number, number, number, number] {
  return requireRank(rule, 1, 4).map((size) => known(rule, size)) as [number, number, number, number];
}

export function lastSize(rule: AnyRule, index: number): number {
  return known(rule, rule.inputs[index]?.shape.at(-1));
}

export function variableOf(rule: AnyRule, name: string): Variable {
  return rule.variables.get(name) ?? typeBug(rule, `acts on a declared variable, but '${name}' is none.`);
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
  if (count < 1) typeBug(rule, `has a window of ${window} that does not fit into ${size}.`);
  return count;
}
