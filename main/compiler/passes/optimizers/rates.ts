/**
 * The learning rate of each variable: the step's rate times the layer's factor. Every use of the rate gets this one,
 * decoupled decay too, as in a parameter group of PyTorch (torch.optim.AdamW: `param.mul_(1 - lr * weight_decay)` with
 * the group's `lr`).
 */
import type { Builder } from '../../ir/builder';
import type { Value, Variable } from '../../ir/types';

/** @param rateBy makes the rate for a factor; called once for each. */
export function ratesOf(rateBy: (factor: number) => Value): (variable: Variable) => Value {
  const made = new Map<number, Value>();
  return ({ learningRateFactor = 1 }) => {
    const rate = made.get(learningRateFactor) ?? rateBy(learningRateFactor);
    made.set(learningRateFactor, rate);
    return rate;
  };
}

export const timesFactor = (build: Builder, rate: Value, factor: number): Value =>
  factor === 1
    ? rate
    : build.binary(
        'multiply',
        build.unusedName(`.rate/times_${factor}`),
        rate,
        build.scalar('.rate/factor', factor),
      );
