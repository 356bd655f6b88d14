/**
 * keras.optimizers.SGD: w -= rate * g; with momentum m, from v = 0: v = m * v - rate * g and w += v, or with Nesterov's
 * look-ahead w += m * v - rate * g. The slot is `<w>/momentum`.
 */
import type { SgdSettings } from '../../../../core/study/optimizer';
import type { UpdateRule } from './update-rule';

export const sgd = ({ momentum, nesterov }: Pick<SgdSettings, 'momentum' | 'nesterov'>): UpdateRule => ({
  name: 'sgd',
  slots: momentum > 0 ? ['momentum'] : [],
  linear: true,
  update: ({ build, variable, rate, gradient, after, slot }) => {
    const name = `${variable}/update`;
    if (momentum === 0) return build.add('sgd_update', name, [rate, gradient], { variable }, after);
    const attributes = { variable, slot: slot('momentum'), momentum, nesterov };
    return build.add('momentum_update', name, [rate, gradient], attributes, after);
  },
});
