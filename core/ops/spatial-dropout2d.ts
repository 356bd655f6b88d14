/** SpatialDropout2D: sets whole channels to zero while training (keras.layers.SpatialDropout2D; Tompson et al., 2015). */
import { z } from 'zod';
import type { Operator } from './operator';
import { imageInput } from './spatial';

const schema = z.strictObject({ rate: z.number().min(0).lt(1).default(0.5) });

export const spatialDropout2d: Operator<z.infer<typeof schema>> = {
  type: 'SpatialDropout2D',
  title: 'SpatialDropout',
  kind: 'regularization',
  help: 'While training, sets this share of the channels of an image to zero at random and scales the others up. Neighboring pixels are alike, so dropping single values would hide little. In validation it does nothing.',
  kerasClass: 'keras.layers.SpatialDropout2D',
  keywords: ['dropout', 'channel', 'regularization', 'noise'],
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
      help: 'Share of the channels that are set to zero.',
    },
  ],
  outputShape: (inputs) => imageInput(inputs, 'SpatialDropout2D'),
  weights: () => [],
  macs: () => 0,
  caption: ({ rate }) => `rate ${rate}`,
};
