import { dropout, spatialDropout2d } from '../../../core/ops/dropout';
import type { ParamRecord } from '../../../core/ops/operator';
import { stochasticDepth } from '../../../core/ops/stochastic-depth';
import type { DropoutUnit } from '../ir/attributes';
import type { Value } from '../ir/types';
import { nameHash } from '../name-hash';
import { type LayerContext, lowering } from './layer';

/** A pure function of (seed, step, layer) in training; nothing in validation. */
function drop(
  { build, id, name, x, random }: LayerContext<ParamRecord>,
  rate: number,
  per: DropoutUnit,
): Value {
  if (!random || rate === 0) return x;
  const inputs = [x, random.seed, random.step];
  return build.value('dropout', name('forward'), inputs, { rate, key: nameHash(id), per });
}

export const dropoutLowerings = [
  /** keras.layers.Dropout */
  lowering(dropout, (context) => drop(context, context.params.rate, 'value')),
  /** keras.layers.SpatialDropout2D */
  lowering(spatialDropout2d, (context) => drop(context, context.params.rate, 'channel')),
  /** Huang et al. (2016): keras.layers.Dropout with noise_shape (1 or None, 1, ..., 1) */
  lowering(stochasticDepth, (context) => drop(context, 1 - context.params.survivalRate, context.params.mode)),
];
