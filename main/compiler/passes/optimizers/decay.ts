/**
 * The two things that are called weight decay.
 *
 * - L2 penalty, as in He et al. and PyTorch's SGD: gradient += l2 * w, before clipping (Keras: regularizers.L2(l2 / 2)).
 *   The reported loss is without it.
 * - Decoupled decay (Loshchilov and Hutter, 2019; Keras' `weight_decay`): w -= rate * decay * w, before the update. Not
 *   as a factor 1 - rate * decay, which float32 rounds by up to 3e-8 at every step: 0.3 % of a decay of 1e-5.
 *
 * With `sparing`, variables of one dimension (gammas, betas, biases) are left out.
 */
import type { Variable } from '../../ir/types';
import { appending, landmarksOf, type Pass } from '../pass';
import { ratesOf, timesFactor } from './rates';

interface Sparing {
  sparing: boolean;
}

export const addL2Penalty = (l2: number, { sparing }: Sparing): Pass =>
  appending('l2 penalty', (build, { variables, gradients }) => {
    const decayed = decayedNames(variables, sparing);
    const factor = build.scalar('.l2/factor', l2);
    build.setGradients(
      gradients.map((gradient) => {
        const { variable, value } = gradient;
        if (!decayed.has(variable)) return gradient;
        const penalty = build.binary('multiply', `${variable}/l2`, build.read(variable), factor);
        if (!value) return { ...gradient, value: penalty };
        const name = `${variable}/penalized_gradient`;
        return { ...gradient, value: build.binary('add', name, value, penalty) };
      }),
    );
  });

export const decayWeights = (weightDecay: number, { sparing }: Sparing): Pass =>
  appending('decoupled decay', (build, program) => {
    const { learningRate } = landmarksOf(program, 'decoupled decay', 'learningRate');
    const variables = new Map(program.variables.map((variable) => [variable.name, variable]));
    const decayed = decayedNames(program.variables, sparing);
    const decay = build.scalar('.decay/factor', weightDecay);
    const rateOf = ratesOf((factor) => {
      const rate = timesFactor(build, learningRate, factor);
      return build.binary('multiply', build.unusedName('.decay/rate'), rate, decay);
    });
    for (const { variable } of program.gradients) {
      if (!decayed.has(variable)) continue;
      const inputs = [rateOf(variables.get(variable) as Variable), build.read(variable)];
      build.update(build.add('sgd_update', `${variable}/decay`, inputs, { variable }).name);
    }
  });

const decayedNames = (variables: readonly Variable[], sparing: boolean): Set<string> =>
  new Set(variables.flatMap(({ name, shape }) => (sparing && shape.length <= 1 ? [] : [name])));
