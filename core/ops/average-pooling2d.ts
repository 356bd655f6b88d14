/** AveragePooling2D: the mean under the window (keras.layers.AveragePooling2D). */
import { z } from 'zod';
import { padding, paddingField, pair, poolSizeField, stridesField } from './fields';
import type { Operator } from './operator';
import { caption, imageInput, strideCaption, windowShape } from './spatial';

const schema = z.strictObject({
  poolSize: pair.default([2, 2]),
  strides: pair.default([2, 2]),
  padding: padding.default('valid'),
});

export const averagePooling2d: Operator<z.infer<typeof schema>> = {
  type: 'AveragePooling2D',
  title: 'AvgPool',
  kind: 'pooling',
  help: 'Averages the values under a sliding window, channel by channel. Padded positions do not count.',
  kerasClass: 'keras.layers.AveragePooling2D',
  keywords: ['average pooling', 'mean', 'downsample', 'subsample'],
  inputs: { min: 1, max: 1 },
  schema,
  fields: [poolSizeField, stridesField, paddingField],
  outputShape(inputs, params) {
    const image = imageInput(inputs, 'AveragePooling2D');
    const { poolSize, strides } = params;
    return [...windowShape(image, poolSize, strides, params.padding, 'AveragePooling2D'), image[2]];
  },
  weights: () => [],
  macs: () => 0,
  window: ({ poolSize, strides }) => ({ size: poolSize, strides }),
  linear: () => true,
  caption: ({ poolSize, strides }) => caption(`${poolSize[0]}×${poolSize[1]}`, strideCaption(strides)),
};
