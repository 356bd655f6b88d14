/** Type rules of element-wise operators and reductions. */
import { floatingTypes } from '../tensor-type';
import {
  type AnyRule,
  float,
  integer,
  lastSize,
  requireRank,
  requireScalars,
  requireShape,
  type TypeRules,
  take,
  takeAll,
  takeFloating,
  typeBug,
} from './rule';

/** (x) -> a float32 of x's shape */
const keepsShape = (rule: AnyRule) => take(rule, 'float32');
/** (dy, y or x) of one shape -> dx of that shape */
const pairKeepsShape = (rule: AnyRule) => {
  const [dy] = take(rule, 'float32', 'float32');
  requireShape(rule, 1, dy!.shape);
  return [dy!];
};
const toScalar = (rule: AnyRule) => {
  take(rule, 'float32');
  return [float([])];
};
const fromScalar = (rule: AnyRule) => {
  const [, x] = take(rule, 'float32', 'float32');
  requireScalars(rule, 0);
  return [float(x!.shape)];
};

export const pointwiseRules = {
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
    if (!floatingTypes.includes(dtype)) typeBug(rule, 'casts to a floating-point dtype.');
    return [{ dtype, shape: x!.shape }];
  },
  scale_rows: (rule) => {
    const [, x] = take(rule, 'float32', 'float32');
    requireShape(rule, 0, requireRank(rule, 1, 2).slice(0, 1));
    return [float(x!.shape)];
  },
  sum: toScalar,
  sum_grad: fromScalar,
  mean: toScalar,
  mean_grad: fromScalar,
  half_square_sum: toScalar,
  standard_deviation: toScalar,
  stack: (rule) => {
    takeAll(rule, 'float32');
    requireScalars(rule, ...rule.inputs.keys());
    return [float([rule.inputs.length])];
  },
  batch_size: (rule) => {
    if (rule.inputs.length !== 1 || rule.inputs[0]?.shape.length === 0) typeBug(rule, 'takes one tensor.');
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
} satisfies Partial<TypeRules>;
