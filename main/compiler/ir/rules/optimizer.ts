/** Type rules of the optimizers' updates. */
import { fail, float, type RuleArguments, requireShape, type TypeRules, take, variableOf } from './rule';

type Update = 'sgd_update' | 'momentum_update' | 'adam_update' | 'rmsprop_update';
type Family = Update | 'power_of_step';

/** (scalars ..., gradient) for a variable, and slots, of the gradient's shape */
function checkUpdate(rule: RuleArguments<Update>, scalars: number, slots: readonly (string | null)[]): void {
  take(rule, ...Array.from({ length: scalars + 1 }, () => 'float32' as const));
  for (let index = 0; index < scalars; index++) requireShape(rule, index, []);
  const { shape } = variableOf(rule, rule.attributes.variable);
  requireShape(rule, scalars, shape);
  for (const slot of slots) {
    if (slot !== null) requireShape(rule, scalars, variableOf(rule, slot).shape);
  }
}

function checkRate(rule: RuleArguments<Family>, name: string, value: number): void {
  if (!(value >= 0 && value < 1)) fail(rule, `needs 0 <= ${name} < 1.`);
}

export const optimizerRules: Pick<TypeRules, Family> = {
  sgd_update: (rule) => {
    checkUpdate(rule, 1, []);
    return [];
  },
  momentum_update: (rule) => {
    checkUpdate(rule, 1, [rule.attributes.slot]);
    return [];
  },
  adam_update: (rule) => {
    const { momentum, velocity, velocityHat, beta1, beta2 } = rule.attributes;
    checkUpdate(rule, 3, [momentum, velocity, velocityHat]);
    checkRate(rule, 'beta1', beta1);
    checkRate(rule, 'beta2', beta2);
    return [];
  },
  rmsprop_update: (rule) => {
    const { velocity, slot, average, rho, momentum } = rule.attributes;
    checkUpdate(rule, 1, [velocity, slot, average]);
    if (slot === null && momentum !== 0) fail(rule, 'needs a slot for its momentum.');
    checkRate(rule, 'rho', rho);
    checkRate(rule, 'momentum', momentum);
    return [];
  },
  power_of_step: (rule) => {
    take(rule, 'int32');
    requireShape(rule, 0, []);
    checkRate(rule, 'base', rule.attributes.base);
    return [float([])];
  },
};
