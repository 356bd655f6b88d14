import type { z } from 'zod';
import { activation } from '../../../core/ops/activation';
import { type activationFunction, NEGATIVE_SLOPE } from '../../../core/ops/shared-params';
import type { Builder } from '../ir/builder';
import type { Value } from '../ir/types';
import { lowering } from './layer';

/** keras.activations by name. @param slope of leaky_relu below zero */
export function applyActivation(
  build: Builder,
  name: string,
  x: Value,
  fn: z.infer<typeof activationFunction>,
  slope: number = NEGATIVE_SLOPE,
): Value {
  if (fn === 'linear') return x;
  if (fn === 'softmax') return build.value('softmax', name, [x], {});
  const attributes = fn === 'leaky_relu' ? { function: fn, slope } : { function: fn };
  return build.value('activation', name, [x], attributes);
}

/** keras.layers.Activation, and keras.layers.LeakyReLU for leaky_relu. */
export const lowerActivation = lowering(activation, ({ build, name, x, params }) =>
  applyActivation(build, name('forward'), x, params.function, params.negativeSlope),
);
