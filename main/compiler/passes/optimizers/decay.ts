/**
 * The two things that are called weight decay.
 *
 * - L2 penalty, as He et al. and PyTorch's SGD mean it: gradient += l2 * w, before clipping (in Keras, where it is a part
 *   of the loss, regularizers.L2(l2 / 2)). The loss that is reported is without it.
 * - Decoupled decay (Loshchilov and Hutter, 2019; Keras' `weight_decay`): w -= rate * decay * w, before the update,
 *   with the rate of the step. It is not folded into a factor 1 - rate * decay, which float32 rounds by up to 3e-8: the
 *   same error at every step, and 0.3 % of a decay of 1e-5.
 *
 * With `sparing`, variables of one dimension (gammas, betas, biases) are left as they are.
 */
import { Builder } from '../../ir/builder';
import { bug, type Variable } from '../../ir/types';
import type { Pass } from '../pass';

interface Sparing {
  sparing: boolean;
}

export const addL2Penalty = (l2: number, { sparing }: Sparing): Pass => ({
  name: 'l2 penalty',
  run(program) {
    const build = new Builder(program);
    const decayed = decayedNames(program.variables, sparing);
    const factor = build.scalar('.l2/factor', l2);
    build.setGradients(
      program.gradients.map((gradient) => {
        const { variable, value } = gradient;
        if (!decayed.has(variable)) return gradient;
        const weight = build.read(variable);
        const penalty = build.value('binary', `${variable}/l2`, [weight, factor], { function: 'multiply' });
        if (!value) return { ...gradient, value: penalty };
        const name = `${variable}/penalized_gradient`;
        return { ...gradient, value: build.value('binary', name, [value, penalty], { function: 'add' }) };
      }),
    );
    return build.finish();
  },
});

export const decayWeights = (weightDecay: number, { sparing }: Sparing): Pass => ({
  name: 'decoupled decay',
  run(program) {
    const { learningRate } = program.landmarks;
    if (!learningRate) bug("The pass 'decoupled decay' needs a learning rate. Received: none.");
    const build = new Builder(program);
    const decayed = decayedNames(program.variables, sparing);
    const factor = build.scalar('.decay/factor', weightDecay);
    const rate = build.value('binary', '.decay/rate', [learningRate, factor], { function: 'multiply' });
    for (const { variable } of program.gradients) {
      if (!decayed.has(variable)) continue;
      const weight = build.read(variable);
      build.update(build.add('sgd_update', `${variable}/decay`, [rate, weight], { variable }));
    }
    return build.finish();
  },
});

const decayedNames = (variables: readonly Variable[], sparing: boolean): Set<string> =>
  new Set(variables.flatMap(({ name, shape }) => (sparing && shape.length <= 1 ? [] : [name])));
