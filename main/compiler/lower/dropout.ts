import { dropout } from '../../../core/ops/dropout';
import { nameHash } from '../name-hash';
import { lowering } from './layer';

/** keras.layers.Dropout; the draw is a pure function of (seed, step, layer). */
export const lowerDropout = lowering(dropout, ({ build, id, name, x, params, random }) => {
  if (!random || params.rate === 0) return x;
  const inputs = [x, random.seed, random.step];
  return build.value('dropout', name('forward'), inputs, { rate: params.rate, key: nameHash(id) });
});
