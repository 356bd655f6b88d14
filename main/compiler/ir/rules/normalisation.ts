/** Type rules of batch normalisation. */
import type { DataType, TensorType } from '../types';
import {
  fail,
  float,
  floatingInput,
  lastSize,
  type RuleArguments,
  requireShape,
  savedType,
  type TypeRules,
  take,
} from './rule';

type Family = 'batch_norm_train' | 'batch_norm_grad' | 'batch_norm_infer';

/** Channels of input `x`, once the inputs from `first` on are [channels]. */
function channelsOf(rule: RuleArguments<Family>, x: number, perChannel: readonly number[]): number {
  const rank = rule.inputs[x]?.shape.length;
  if (rank !== 2 && rank !== 4) fail(rule, 'takes [N, H, W, C] or [N, C].');
  const channels = lastSize(rule, x);
  for (const index of perChannel) requireShape(rule, index, [channels]);
  return channels;
}

/** Input `index`, of any floating dtype, when the others are of the given ones: statistics stay float32. */
function images(rule: RuleArguments<Family>, index: number, ...others: DataType[]): TensorType {
  const x = floatingInput(rule, index);
  take(rule, x.dtype, ...others);
  return x;
}

export const normalisationRules: Pick<TypeRules, Family> = {
  batch_norm_train: (rule) => {
    const x = images(rule, 0, 'float32', 'float32');
    const channels = channelsOf(rule, 0, [1, 2]);
    return [x, float([channels]), float([channels]), savedType];
  },
  batch_norm_grad: (rule) => {
    const dtype = floatingInput(rule, 0).dtype;
    const [, x] = take(rule, dtype, dtype, 'float32', 'saved');
    const channels = channelsOf(rule, 1, [2]);
    requireShape(rule, 0, x!.shape);
    return [x!, float([channels]), float([channels])];
  },
  batch_norm_infer: (rule) => {
    const x = images(rule, 0, 'float32', 'float32', 'float32', 'float32');
    channelsOf(rule, 0, [1, 2, 3, 4]);
    return [x];
  },
};
