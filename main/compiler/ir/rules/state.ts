/** Type rules of what is fed, constant or stored. */
import { float, requireShape, type TypeRules, take, variableOf } from './rule';

type Family = 'input' | 'constant' | 'read' | 'assign' | 'barrier' | 'initial_value';

export const stateRules: Pick<TypeRules, Family> = {
  input: (rule) => {
    take(rule);
    return [{ dtype: rule.attributes.dtype, shape: rule.attributes.shape }];
  },
  constant: (rule) => {
    take(rule);
    return [{ dtype: rule.attributes.dtype, shape: rule.attributes.shape }];
  },
  read: (rule) => {
    take(rule);
    const { dtype, shape } = variableOf(rule, rule.attributes.variable);
    return [{ dtype, shape }];
  },
  barrier: (rule) => {
    take(rule);
    return [];
  },
  assign: (rule) => {
    const variable = variableOf(rule, rule.attributes.variable);
    take(rule, variable.dtype);
    requireShape(rule, 0, variable.shape);
    return [];
  },
  initial_value: (rule) => {
    take(rule, 'int32');
    requireShape(rule, 0, []);
    return [float(rule.attributes.shape)];
  },
};
