/** Type rules of what is fed, constant, stored or read from files. */
import type { TensorType } from '../tensor-type';
import {
  float,
  type RuleArguments,
  requireScalars,
  requireShape,
  type TypeRules,
  take,
  variableOf,
} from './rule';

/** () -> a tensor as the attributes say */
function typed(rule: RuleArguments<'input' | 'constant' | 'load_file'>): TensorType[] {
  take(rule);
  const { dtype, shape } = rule.attributes;
  return [{ dtype, shape }];
}

export const stateRules = {
  input: typed,
  constant: typed,
  load_file: typed,
  load_lines: (rule) => {
    take(rule);
    return [{ dtype: 'string', shape: [rule.attributes.count] }];
  },
  map_file: (rule) => {
    take(rule);
    return [{ dtype: 'uint8', shape: rule.attributes.shape }];
  },
  read: (rule) => {
    take(rule);
    const { dtype, shape } = variableOf(rule, rule.attributes.variable);
    return [{ dtype, shape }];
  },
  barrier: (rule) => take(rule),
  assign: (rule) => {
    const variable = variableOf(rule, rule.attributes.variable);
    take(rule, variable.dtype);
    requireShape(rule, 0, variable.shape);
    return [];
  },
  initial_value: (rule) => {
    take(rule, 'int32');
    requireScalars(rule, 0);
    return [float(rule.attributes.shape)];
  },
} satisfies Partial<TypeRules>;
