/** MaxPooling2D: the largest value under the window (keras.layers.MaxPooling2D). */
import { z } from 'zod';
import { padding, paddingField, pair, poolSizeField, stridesField } from './fields';
import type { Operator } from './operator';
import { caption, imageInput, strideCaption, windowShape } from './spatial';

const schema = z.strictObject({
  poolSize: pair.default([2, 2]),
  strides: pair.default([2, 2]),
  padding: padding.default('valid'),
});

export const maxPooling2d: Operator<z.infer<typeof schema>> = {
  type: 'MaxPooling2D',
  title: 'MaxPool',
  kind: 'pooling',
  help: 'Keeps the largest value under a sliding window, channel by channel. Padded positions never win.',
  kerasClass: 'keras.layers.MaxPooling2D',
  keywords: ['max pooling', 'downsample', 'subsample'],
  inputs: { min: 1, max: 1 },
  schema,
  fields: [poolSizeField, stridesField, paddingField],
  outputShape(inputs, params) {
    const image = imageInput(inputs, 'MaxPooling2D');
    return [...windowShape(image, params.poolSize, params.strides, params.padding, 'MaxPooling2D'), image[2]];
  },
  weights: () => [],
  macs: () => 0,
  window: ({ poolSize, strides }) => ({ size: poolSize, strides }),
  linear: () => true,
  caption: ({ poolSize, strides }) => caption(`${poolSize[0]}×${poolSize[1]}`, strideCaption(strides)),
};
