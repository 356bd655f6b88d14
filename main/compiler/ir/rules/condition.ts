/** Type rules of what hangs on a condition that is known only at run time. */
import { fail, type RuleArguments, requireShape, type TypeRules, take } from './rule';

type Family = 'all_finite' | 'when' | 'settled' | 'next_loss_scale';

function condition(rule: RuleArguments<Family>, index: number): void {
  requireShape(rule, index, []);
}

export const conditionRules: Pick<TypeRules, Family> = {
  all_finite: (rule) => {
    if (rule.inputs.length === 0) fail(rule, 'takes one input or more.');
    take(rule, ...rule.inputs.map(() => 'float32' as const));
    return [{ dtype: 'bool', shape: [] }];
  },
  when: (rule) => {
    const [x] = take(rule, rule.inputs[0]?.dtype ?? 'float32', 'bool');
    condition(rule, 1);
    return [x!];
  },
  settled: (rule) => {
    take(rule, 'bool');
    condition(rule, 0);
    return [];
  },
  next_loss_scale: (rule) => {
    take(rule, 'bool', 'float32', 'float32');
    for (const index of [0, 1, 2]) condition(rule, index);
    const scalar = { dtype: 'float32', shape: [] } as const;
    return [scalar, scalar];
  },
};
