/** Type rules of element-wise operators, losses and reductions. */
import { floatingTypes } from '../types';
import {
  fail,
  float,
  integer,
  lastSize,
  type RuleArguments,
  requireRank,
  requireShape,
  type TypeRules,
  take,
  takeFloating,
} from './rule';

type Family =
  | 'activation'
  | 'activation_grad'
  | 'softmax'
  | 'softmax_grad'
  | 'cast'
  | 'softmax_cross_entropy'
  | 'scale_rows'
  | 'sum'
  | 'sum_grad'
  | 'mean'
  | 'mean_grad'
  | 'half_square_sum'
  | 'standard_deviation'
  | 'stack'
  | 'count_correct'
  | 'batch_size'
  | 'binary'
  | 'unary'
  | 'clip'
  | 'clip_grad';

/** (x) -> a float32 of x's shape */
const keepsShape = (rule: RuleArguments<'softmax' | 'clip'>) => {
  const [x] = take(rule, 'float32');
  return [x!];
};
/** (dy, y or x) of one shape -> dx of that shape */
const pairKeepsShape = (rule: RuleArguments<'softmax_grad' | 'clip_grad'>) => {
  const [dy] = take(rule, 'float32', 'float32');
  requireShape(rule, 1, dy!.shape);
  return [dy!];
};
const toScalar = (rule: RuleArguments<'sum' | 'mean' | 'half_square_sum' | 'standard_deviation'>) => {
  take(rule, 'float32');
  return [float([])];
};
const fromScalar = (rule: RuleArguments<'sum_grad' | 'mean_grad'>) => {
  const [, x] = take(rule, 'float32', 'float32');
  requireShape(rule, 0, []);
  return [float(x!.shape)];
};
/** (scores [N,C], labels [N]) */
const scoresAndLabels = (rule: RuleArguments<'softmax_cross_entropy' | 'count_correct'>) => {
  take(rule, 'float32', 'int32');
  const scores = requireRank(rule, 0, 2);
  requireShape(rule, 1, [scores[0] as number | null]);
  lastSize(rule, 0);
  return scores;
};

export const pointwiseRules: Pick<TypeRules, Family> = {
  activation: (rule) => takeFloating(rule, 1),
  activation_grad: (rule) => {
    const [dy] = takeFloating(rule, 2);
    requireShape(rule, 1, dy!.shape);
    return [dy!];
  },
  softmax: (rule) => {
    lastSize(rule, 0);
    return keepsShape(rule);
  },
  softmax_grad: pairKeepsShape,
  cast: (rule) => {
    const [x] = rule.inputs[0]?.dtype === 'uint8' ? take(rule, 'uint8') : takeFloating(rule, 1);
    const { dtype } = rule.attributes;
    if (!floatingTypes.includes(dtype)) fail(rule, 'casts to a floating-point dtype.');
    return [{ dtype, shape: x!.shape }];
  },
  softmax_cross_entropy: (rule) => {
    const scores = scoresAndLabels(rule);
    return [float([scores[0] as number | null]), float(scores)];
  },
  scale_rows: (rule) => {
    const [, x] = take(rule, 'float32', 'float32');
    const matrix = requireRank(rule, 1, 2);
    requireShape(rule, 0, [matrix[0] as number | null]);
    return [float(x!.shape)];
  },
  sum: toScalar,
  sum_grad: fromScalar,
  mean: toScalar,
  mean_grad: fromScalar,
  half_square_sum: toScalar,
  standard_deviation: toScalar,
  stack: (rule) => {
    if (rule.inputs.length === 0) fail(rule, 'takes one input or more.');
    take(rule, ...rule.inputs.map(() => 'float32' as const));
    rule.inputs.forEach((_, index) => {
      requireShape(rule, index, []);
    });
    return [float([rule.inputs.length])];
  },
  count_correct: (rule) => {
    scoresAndLabels(rule);
    return [integer([])];
  },
  batch_size: (rule) => {
    if (rule.inputs.length !== 1 || rule.inputs[0]?.shape.length === 0) fail(rule, 'takes one tensor.');
    return [integer([])];
  },
  binary: (rule) => {
    const [a, b] = takeFloating(rule, 2);
    if (a!.shape.length === 0) return [b!];
    if (b!.shape.length !== 0) requireShape(rule, 1, a!.shape);
    return [a!];
  },
  unary: (rule) => takeFloating(rule, 1),
  clip: keepsShape,
  clip_grad: pairKeepsShape,
};
