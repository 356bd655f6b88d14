/** GlobalAveragePooling2D: one mean per channel (keras.layers.GlobalAveragePooling2D). */
import { z } from 'zod';
import type { Operator } from './operator';
import { imageInput } from './spatial';

const schema = z.strictObject({});

export const globalAveragePooling2d: Operator<z.infer<typeof schema>> = {
  type: 'GlobalAveragePooling2D',
  title: 'GlobalAvgPool',
  kind: 'pooling',
  help: 'Averages each channel over the whole image: height × width × channels becomes a vector of channels.',
  kerasClass: 'keras.layers.GlobalAveragePooling2D',
  keywords: ['global average pooling', 'gap', 'mean'],
  inputs: { min: 1, max: 1 },
  schema,
  fields: [],
  outputShape: (inputs) => [imageInput(inputs, 'GlobalAveragePooling2D')[2]],
  weights: () => [],
  macs: () => 0,
  linear: () => true,
  caption: () => 'mean per channel',
};
