/**
 * Normalization: each channel minus a mean that was measured once, divided by its standard deviation
 * (keras.layers.Normalization over the last axis). Training does not change its statistics.
 */
import { t } from '../messages';
import { defineOperator, weight } from './operator';
import { imageInput } from './spatial';

export const normalization = defineOperator({
  type: 'Normalization',
  title: 'Normalization',
  kind: 'normalization',
  help: 'ops.help.Normalization',
  keywords: ['standardize', 'preprocessing', 'mean', 'variance'],
  outputShape: (inputs) => imageInput(inputs, 'Normalization'),
  weights(inputs) {
    const [, , channels] = imageInput(inputs, 'Normalization');
    const fixed = { trainable: false };
    return [
      weight('mean', [channels], 'zeros', fixed),
      weight('variance', [channels], 'ones', fixed),
      // Batches that Keras counted when it measured; no result depends on it.
      weight('count', [], 'zeros', fixed),
    ];
  },
  linear: () => true,
  caption: () => t('ops.caption.measured'),
});
