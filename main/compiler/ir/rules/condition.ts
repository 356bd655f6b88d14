/** Type rules of operators that depend on a condition known only at run time. */
import { float, requireScalars, type TypeRules, take, takeAll } from './rule';

export const conditionRules = {
  all_finite: (rule) => {
    takeAll(rule, 'float32');
    return [{ dtype: 'bool', shape: [] }];
  },
  when: (rule) => {
    const [x] = take(rule, rule.inputs[0]?.dtype ?? 'float32', 'bool');
    requireScalars(rule, 1);
    return [x!];
  },
  settled: (rule) => {
    take(rule, 'bool');
    requireScalars(rule, 0);
    return [];
  },
  next_loss_scale: (rule) => {
    take(rule, 'bool', 'float32', 'float32');
    requireScalars(rule, 0, 1, 2);
    return [float([]), float([])];
  },
} satisfies Partial<TypeRules>;
