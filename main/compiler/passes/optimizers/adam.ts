/**
 * keras.optimizers.Adam (Kingma and Ba, 2015, in the form before section 2.1, epsilon outside of the correction), with
 * amsgrad after Reddi et al., 2018. AdamW is the same update; its decay is the pass 'decoupled decay'.
 */
import type { AdamSettings } from '../../../../core/study/optimizer';
import type { Builder } from '../../ir/builder';
import type { Value } from '../../ir/types';
import type { UpdateRule } from './update-rule';

type Settings = Pick<AdamSettings, 'beta1' | 'beta2' | 'epsilon' | 'amsgrad'>;

export const adam = ({ beta1, beta2, epsilon, amsgrad }: Settings): UpdateRule => {
  // One power serves all variables of a program.
  const powers = new WeakMap<Builder, readonly [Value, Value]>();
  const powersOf = (build: Builder, step: Value): readonly [Value, Value] => {
    const known = powers.get(build);
    if (known) return known;
    const power = (name: string, base: number): Value =>
      build.value('power_of_step', `.adam/${name}_power`, [step], { base });
    const made = [power('beta1', beta1), power('beta2', beta2)] as const;
    powers.set(build, made);
    return made;
  };
  return {
    name: 'adam',
    slots: ['momentum', 'velocity', ...(amsgrad ? ['velocity_hat'] : [])],
    linear: false,
    update: ({ build, variable, rate, step, gradient, after, slot }) => {
      const inputs = [rate, ...powersOf(build, step), gradient];
      const slots = {
        momentum: slot('momentum'),
        velocity: slot('velocity'),
        velocityHat: amsgrad ? slot('velocity_hat') : null,
      };
      const attributes = { variable, ...slots, beta1, beta2, epsilon };
      return build.add('adam_update', `${variable}/update`, inputs, attributes, after);
    },
  };
};
