/** Dropout: sets a share of the values to zero while training (keras.layers.Dropout). */
import { z } from 'zod';
import { defineOperator } from './operator';
import { rateParam } from './parameters';
import { onlyInput } from './spatial';

const schema = z.strictObject({ rate: rateParam('Share of the values that are set to zero.') });

export const dropout = defineOperator({
  type: 'Dropout',
  title: 'Dropout',
  kind: 'regularization',
  help: 'While training, sets this share of the values to zero at random and scales the rest up, so that the sum stays the same. In validation it does nothing.',
  keywords: ['regularization', 'noise'],
  schema,
  outputShape: (inputs) => onlyInput(inputs, 'Dropout'),
  caption: ({ rate }) => `rate ${rate}`,
});
