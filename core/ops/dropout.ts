/** Dropout: sets a share of the values to zero while training (keras.layers.Dropout). */
import { z } from 'zod';
import type { Operator } from './operator';
import { onlyInput } from './spatial';

const schema = z.strictObject({ rate: z.number().min(0).lt(1).default(0.5) });

export const dropout: Operator<z.infer<typeof schema>> = {
  type: 'Dropout',
  title: 'Dropout',
  kind: 'regularization',
  help: 'While training, sets this share of the values to zero at random and scales the rest up, so that the sum stays the same. In validation it does nothing.',
  kerasClass: 'keras.layers.Dropout',
  keywords: ['regularization', 'noise'],
  inputs: { min: 1, max: 1 },
  schema,
  fields: [
    {
      name: 'rate',
      label: 'rate',
      control: 'number',
      min: 0,
      max: 0.99,
      step: 0.05,
      help: 'Share of the values that are set to zero.',
    },
  ],
  outputShape: (inputs) => onlyInput(inputs, 'Dropout'),
  weights: () => [],
  macs: () => 0,
  caption: ({ rate }) => `rate ${rate}`,
};
