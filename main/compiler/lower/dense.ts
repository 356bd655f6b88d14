import { dense } from '../../../core/ops/dense';
import { applyActivation } from './activation';
import { lowering } from './layer';

/** keras.layers.Dense: activation(x · kernel + bias) */
export const lowerDense = lowering(dense, ({ build, name, x, params, hasWeight, weight }) => {
  const product = build.value('matmul', name('forward'), [x, weight('kernel')], {
    transposeA: false,
    transposeB: false,
  });
  const y = hasWeight('bias')
    ? build.value('bias_add', name('bias_add'), [product, weight('bias')], {})
    : product;
  return applyActivation(build, name('activation'), y, params.activation);
});
