/**
 * keras.optimizers.RMSprop (Tieleman and Hinton, 2012): the gradient over the root of its moving mean square, with
 * momentum, and centered by its moving mean if wanted.
 */
import type { RmspropSettings } from '../../../../core/study/optimizer';
import type { UpdateRule } from './update-rule';

type Settings = Pick<RmspropSettings, 'rho' | 'momentum' | 'epsilon' | 'centered'>;

export const rmsprop = ({ rho, momentum, epsilon, centered }: Settings): UpdateRule => ({
  name: 'rmsprop',
  slots: ['velocity', ...(momentum > 0 ? ['momentum'] : []), ...(centered ? ['average_gradient'] : [])],
  linear: false,
  update: ({ build, variable, rate, gradient, after, slot }) => {
    const slots = {
      velocity: slot('velocity'),
      slot: momentum > 0 ? slot('momentum') : null,
      average: centered ? slot('average_gradient') : null,
    };
    const attributes = { variable, ...slots, rho, momentum, epsilon };
    return build.add('rmsprop_update', `${variable}/update`, [rate, gradient], attributes, after);
  },
});
