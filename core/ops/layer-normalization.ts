/** LayerNormalization over the last axis (keras.layers.LayerNormalization; Ba et al., 2016). */
import { z } from 'zod';
import { defineOperator, weight } from './operator';
import { epsilonParam } from './shared-params';
import { withChannels } from './spatial';

const schema = z.strictObject({ epsilon: epsilonParam });

export const layerNormalization = defineOperator({
  type: 'LayerNormalization',
  title: 'LayerNorm',
  kind: 'normalization',
  help: 'ops.help.LayerNormalization',
  keywords: ['layer normalization', 'ln', 'norm'],
  schema,
  outputShape: (inputs) => withChannels(inputs, 'LayerNormalization'),
  weights(inputs) {
    const shape = [withChannels(inputs, 'LayerNormalization').at(-1) ?? 0];
    return [weight('gamma', shape, 'ones'), weight('beta', shape, 'zeros')];
  },
  linear: () => true,
  caption: ({ epsilon: value }) => `ε ${value}`,
});
