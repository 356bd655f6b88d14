/** GlobalMaxPooling2D: the largest value of each channel (keras.layers.GlobalMaxPooling2D). */
import { z } from 'zod';
import type { Operator } from './operator';
import { imageInput } from './spatial';

const schema = z.strictObject({});

export const globalMaxPooling2d: Operator<z.infer<typeof schema>> = {
  type: 'GlobalMaxPooling2D',
  title: 'GlobalMaxPool',
  kind: 'pooling',
  help: 'Keeps the largest value of each channel: height × width × channels becomes a vector of channels.',
  kerasClass: 'keras.layers.GlobalMaxPooling2D',
  keywords: ['global max pooling', 'gmp'],
  inputs: { min: 1, max: 1 },
  schema,
  fields: [],
  outputShape: (inputs) => [imageInput(inputs, 'GlobalMaxPooling2D')[2]],
  weights: () => [],
  macs: () => 0,
  linear: () => true,
  caption: () => 'maximum per channel',
};
