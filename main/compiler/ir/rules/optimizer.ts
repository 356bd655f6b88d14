/** Type rules of the optimizers' updates. */
import {
  type AnyRule,
  float,
  type RuleArguments,
  requireScalars,
  requireShape,
  type TypeRules,
  take,
  typeBug,
  variableOf,
} from './rule';

type Update = 'sgd_update' | 'momentum_update' | 'adam_update' | 'rmsprop_update';

/** (scalars ..., gradient) for a variable, and slots, of the gradient's shape */
function checkUpdate(rule: RuleArguments<Update>, scalars: number, slots: readonly (string | null)[]): [] {
  take(rule, ...Array.from({ length: scalars + 1 }, () => 'float32' as const));
  requireScalars(rule, ...Array(scalars).keys());
  for (const name of [rule.attributes.variable, ...slots]) {
    if (name !== null) requireShape(rule, scalars, variableOf(rule, name).shape);
  }
  return [];
}

function checkRates(rule: AnyRule, rates: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(rates)) {
    if (!(value >= 0 && value < 1)) typeBug(rule, `needs 0 <= ${name} < 1.`);
  }
}

export const optimizerRules = {
  sgd_update: (rule) => checkUpdate(rule, 1, []),
  momentum_update: (rule) => checkUpdate(rule, 1, [rule.attributes.slot]),
  adam_update: (rule) => {
    const { momentum, velocity, velocityHat, beta1, beta2 } = rule.attributes;
    checkRates(rule, { beta1, beta2 });
    return checkUpdate(rule, 3, [momentum, velocity, velocityHat]);
  },
  rmsprop_update: (rule) => {
    const { velocity, slot, average, rho, momentum } = rule.attributes;
    if (slot === null && momentum !== 0) typeBug(rule, 'needs a slot for its momentum.');
    checkRates(rule, { rho, momentum });
    return checkUpdate(rule, 1, [velocity, slot, average]);
  },
  power_of_step: (rule) => {
    take(rule, 'int32');
    requireScalars(rule, 0);
    checkRates(rule, { base: rule.attributes.base });
    return [float([])];
  },
} satisfies Partial<TypeRules>;
