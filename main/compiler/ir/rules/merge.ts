/** Type rules of operators that join or gate tensors: sums, concatenation, channel gates, dropout. */
import type { DropoutUnit } from '../attributes';
import type { TensorShape, TensorType } from '../tensor-type';
import { scopeOf } from '../types';
import {
  floatingInput,
  knownImage,
  lastSize,
  like,
  type RuleArguments,
  requireScalars,
  requireShape,
  sameShape,
  type TypeRules,
  take,
  takeFloating,
  typeBug,
} from './rule';

/** The first of one or more inputs of one floating dtype. */
function firstOf(rule: RuleArguments<'add_n' | 'concat'>): TensorType {
  const first = rule.inputs[0] ?? typeBug(rule, 'takes one input or more.');
  takeFloating(rule, rule.inputs.length);
  return first;
}

/** The mask of a dropout of x: 1 where one value serves the whole side. */
function maskShape(shape: TensorShape, per: DropoutUnit): TensorShape {
  if (per === 'value') return shape;
  return shape.map((size, axis) => {
    const kept = (axis === 0 && per !== 'batch') || (per === 'channel' && axis === shape.length - 1);
    return kept ? size : 1;
  });
}

export const mergeRules = {
  add_n: (rule) => {
    const first = firstOf(rule);
    for (const index of rule.inputs.keys()) requireShape(rule, index, first.shape);
    return [first];
  },
  concat: (rule) => {
    const first = firstOf(rule);
    const place = first.shape.slice(0, -1);
    const channels = rule.inputs.map((_, index) => {
      const size = lastSize(rule, index);
      requireShape(rule, index, [...place, size]);
      return size;
    });
    return [like(first, [...place, channels.reduce((sum, size) => sum + size, 0)])];
  },
  channel_slice: (rule) => {
    const [x] = takeFloating(rule, 1);
    const { begin, size } = rule.attributes;
    if (begin < 0 || size < 1 || begin + size > lastSize(rule, 0))
      typeBug(rule, 'takes channels that are there.');
    return [like(x, [...x!.shape.slice(0, -1), size])];
  },
  maximum_grad: (rule) => {
    const [dy] = takeFloating(rule, 3);
    for (const index of [1, 2]) {
      if (rule.inputs[index]!.shape.length > 0) requireShape(rule, index, dy!.shape);
    }
    return [dy!, dy!];
  },
  channel_scale: (rule) => {
    const [x] = takeFloating(rule, 2);
    const [batch, , , channels] = knownImage(rule, 0);
    requireShape(rule, 1, [batch, channels]);
    return [x!];
  },
  spatial_dot: (rule) => {
    const [a] = takeFloating(rule, 2);
    const [batch, , , channels] = knownImage(rule, 0);
    requireShape(rule, 1, a!.shape);
    return [like(a, [batch, channels])];
  },
  dropout: (rule) => {
    const x = floatingInput(rule, 0);
    take(rule, x.dtype, 'int32', 'int32');
    requireScalars(rule, 1, 2);
    const { rate, per } = rule.attributes;
    if (!(rate >= 0 && rate < 1)) typeBug(rule, `needs 0 <= rate < 1 in '${scopeOf(rule.node)}'.`);
    return [x, like(x, maskShape(x.shape, per))];
  },
  apply_mask: (rule) => {
    const [x, mask] = takeFloating(rule, 2);
    const units = ['value', 'channel', 'example', 'batch'] as const;
    const fits = units.some((per) => sameShape(maskShape(x!.shape, per), mask!.shape));
    if (!fits) typeBug(rule, 'takes a mask that a dropout of its first input makes.');
    return [x!];
  },
} satisfies Partial<TypeRules>;
