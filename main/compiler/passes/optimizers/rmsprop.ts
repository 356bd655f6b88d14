/**
 * keras.optimizers.RMSprop (Tieleman and Hinton, 2012): the gradient over the root of its moving mean square, centred
 * by its moving mean on request, with momentum. The slots are `<w>/velocity`, `<w>/momentum` and
 * `<w>/average_gradient`. Keras has no momentum slot where the momentum is 0; here it holds the last increment, which
 * lets one fused kernel do the update in a single pass.
 */
import type { RmspropSettings } from '../../../../core/study/optimizer';
import type { UpdateRule } from './update-rule';

type Settings = Pick<RmspropSettings, 'rho' | 'momentum' | 'epsilon' | 'centered'>;

export const rmsprop = ({ rho, momentum, epsilon, centered }: Settings): UpdateRule => ({
  name: 'rmsprop',
  slots: ['velocity', 'momentum', ...(centered ? ['average_gradient'] : [])],
  linear: false,
  update: ({ build, variable, rate, gradient, after, slot }) => {
    const slots = {
      velocity: slot('velocity'),
      slot: slot('momentum'),
      average: centered ? slot('average_gradient') : null,
    };
    const attributes = { variable, ...slots, rho, momentum, epsilon };
    return build.add('rmsprop_update', `${variable}/update`, [rate, gradient], attributes, after);
  },
});
