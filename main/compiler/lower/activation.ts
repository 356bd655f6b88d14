import type { z } from 'zod';
import { activation } from '../../../core/ops/activation';
import type { activationFunction } from '../../../core/ops/fields';
import type { Builder } from '../ir/builder';
import type { Value } from '../ir/types';
import { lowering } from './layer';

type AnyFunction = z.infer<typeof activationFunction>;

/** keras.activations by name; `linear` adds nothing. */
export function applyActivation(build: Builder, name: string, x: Value, fn: AnyFunction): Value {
  if (fn === 'linear') return x;
  if (fn === 'softmax') return build.value('softmax', name, [x], {});
  return build.value('activation', name, [x], { function: fn });
}

/** keras.layers.Activation */
export const lowerActivation = lowering(activation, ({ build, name, x, params }) =>
  applyActivation(build, name('forward'), x, params.function),
);
