/** Type rules of normalizations. */
import type { DataType, TensorType } from '../tensor-type';
import {
  type AnyRule,
  float,
  floatingInput,
  lastSize,
  type RuleArguments,
  requireRank,
  requireShape,
  savedType,
  type TypeRules,
  take,
  typeBug,
} from './rule';

/** Channels of input `x`, once the inputs `perChannel` are [channels]. */
function channelsOf(rule: AnyRule, x: number, perChannel: readonly number[]): number {
  const rank = rule.inputs[x]?.shape.length;
  if (rank !== 2 && rank !== 4) typeBug(rule, 'takes [N, H, W, C] or [N, C].');
  const channels = lastSize(rule, x);
  for (const index of perChannel) requireShape(rule, index, [channels]);
  return channels;
}

/** Input 0, of any floating dtype, if the others have the given ones: statistics stay float32. */
function images(rule: AnyRule, ...others: DataType[]): TensorType {
  const x = floatingInput(rule, 0);
  take(rule, x.dtype, ...others);
  return x;
}

/** (x, gamma, beta) -> y, saved */
function ofExamples(rule: AnyRule): readonly TensorType[] {
  const [x] = take(rule, 'float32', 'float32', 'float32');
  const channels = lastSize(rule, 0);
  requireShape(rule, 1, [channels]);
  requireShape(rule, 2, [channels]);
  return [float(x!.shape), savedType];
}

/** (dy, gamma, saved) -> dx, dgamma, dbeta */
function ofExamplesGrad(rule: AnyRule): readonly TensorType[] {
  const [dy] = take(rule, 'float32', 'float32', 'saved');
  const channels = lastSize(rule, 0);
  requireShape(rule, 1, [channels]);
  return [float(dy!.shape), float([channels]), float([channels])];
}

function requireGroups(rule: RuleArguments<'group_norm' | 'group_norm_grad'>): void {
  const channels = channelsOf(rule, 0, []);
  if (channels % rule.attributes.groups !== 0) typeBug(rule, 'has groups that divide the channels.');
}

export const normalizationRules = {
  batch_norm_train: (rule) => {
    const x = images(rule, 'float32', 'float32');
    const channels = channelsOf(rule, 0, [1, 2]);
    return [x, float([channels]), float([channels]), savedType];
  },
  batch_norm_grad: (rule) => {
    const { dtype } = floatingInput(rule, 0);
    const [, x] = take(rule, dtype, dtype, 'float32', 'saved');
    const channels = channelsOf(rule, 1, [2]);
    requireShape(rule, 0, x!.shape);
    return [x!, float([channels]), float([channels])];
  },
  batch_norm_spread: (rule) => {
    const [gamma] = take(rule, 'float32', 'float32', 'saved');
    requireRank(rule, 0, 1);
    requireShape(rule, 1, gamma!.shape);
    return [float([])];
  },
  batch_norm_infer: (rule) => {
    const x = images(rule, 'float32', 'float32', 'float32', 'float32');
    channelsOf(rule, 0, [1, 2, 3, 4]);
    return [x];
  },
  layer_norm: ofExamples,
  layer_norm_grad: ofExamplesGrad,
  group_norm: (rule) => {
    requireGroups(rule);
    return ofExamples(rule);
  },
  group_norm_grad: (rule) => {
    requireGroups(rule);
    return ofExamplesGrad(rule);
  },
} satisfies Partial<TypeRules>;
