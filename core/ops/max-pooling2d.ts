/** MaxPooling2D: the largest value under the window (keras.layers.MaxPooling2D). */
import { z } from 'zod';
import { defineOperator } from './operator';
import { paddingParam, poolSizeParam, stridesParam } from './shared-params';
import { caption, imageInput, strideCaption, windowShape } from './spatial';

const schema = z.strictObject({
  poolSize: poolSizeParam,
  strides: stridesParam(2),
  padding: paddingParam(),
});

export const maxPooling2d = defineOperator({
  type: 'MaxPooling2D',
  title: 'MaxPool',
  kind: 'pooling',
  help: 'ops.help.MaxPooling2D',
  keywords: ['max pooling', 'downsample', 'subsample'],
  schema,
  outputShape(inputs, params) {
    const image = imageInput(inputs, 'MaxPooling2D');
    return [...windowShape(image, params.poolSize, params.strides, params.padding, 'MaxPooling2D'), image[2]];
  },
  window: ({ poolSize, strides }) => ({ size: poolSize, strides }),
  linear: () => true,
  caption: ({ poolSize, strides }) => caption(`${poolSize[0]}×${poolSize[1]}`, strideCaption(strides)),
});
