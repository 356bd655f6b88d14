/** BatchNormalization over the last axis (keras.layers.BatchNormalization; Ioffe and Szegedy, 2015). */
import { z } from 'zod';
import { param } from './fields';
import { defineOperator, weight } from './operator';
import { epsilonParam, momentumParam } from './shared-params';
import { withChannels } from './spatial';

const schema = z.strictObject({
  momentum: momentumParam,
  epsilon: epsilonParam,
  gammaInitializer: param(z.enum(['ones', 'zeros']).default('ones'), {
    label: 'ops.label.gammaInitializer',
    help: 'ops.param.gammaInitializer',
    later: true,
  }),
});

export const batchNormalization = defineOperator({
  type: 'BatchNormalization',
  title: 'BatchNorm',
  kind: 'normalization',
  help: 'ops.help.BatchNormalization',
  keywords: ['batch normalization', 'bn', 'norm'],
  schema,
  outputShape: (inputs) => withChannels(inputs, 'BatchNormalization'),
  weights(inputs, { gammaInitializer }) {
    const shape = [withChannels(inputs, 'BatchNormalization').at(-1) ?? 0];
    return [
      weight('gamma', shape, gammaInitializer),
      weight('beta', shape, 'zeros'),
      weight('moving_mean', shape, 'zeros', { trainable: false }),
      weight('moving_variance', shape, 'ones', { trainable: false }),
    ];
  },
  linear: () => true,
  caption: ({ momentum, epsilon: value, gammaInitializer }) =>
    `ε ${value} · m ${momentum}${gammaInitializer === 'zeros' ? ' · γ 0' : ''}`,
});
