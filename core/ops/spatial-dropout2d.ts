/** SpatialDropout2D: sets whole channels to zero while training (keras.layers.SpatialDropout2D; Tompson et al., 2015). */
import { z } from 'zod';
import { defineOperator } from './operator';
import { rateParam } from './parameters';
import { imageInput } from './spatial';

const schema = z.strictObject({ rate: rateParam('Share of the channels that are set to zero.') });

export const spatialDropout2d = defineOperator({
  type: 'SpatialDropout2D',
  title: 'SpatialDropout',
  kind: 'regularization',
  help: 'While training, sets this share of the channels of an image to zero at random and scales the others up. Neighboring pixels are alike, so dropping single values would hide little. In validation it does nothing.',
  keywords: ['dropout', 'channel', 'regularization', 'noise'],
  schema,
  outputShape: (inputs) => imageInput(inputs, 'SpatialDropout2D'),
  caption: ({ rate }) => `rate ${rate}`,
});
