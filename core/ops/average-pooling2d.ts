/** AveragePooling2D: the mean under the window (keras.layers.AveragePooling2D). */
import { z } from 'zod';
import { defineOperator } from './operator';
import { paddingParam, poolSizeParam, stridesParam } from './shared-params';
import { caption, imageInput, strideCaption, windowShape } from './spatial';

const schema = z.strictObject({
  poolSize: poolSizeParam,
  strides: stridesParam(2),
  padding: paddingParam(),
});

export const averagePooling2d = defineOperator({
  type: 'AveragePooling2D',
  title: 'AvgPool',
  kind: 'pooling',
  help: 'ops.help.AveragePooling2D',
  keywords: ['average pooling', 'mean', 'downsample', 'subsample'],
  schema,
  outputShape(inputs, params) {
    const image = imageInput(inputs, 'AveragePooling2D');
    const { poolSize, strides } = params;
    return [...windowShape(image, poolSize, strides, params.padding, 'AveragePooling2D'), image[2]];
  },
  window: ({ poolSize, strides }) => ({ size: poolSize, strides }),
  linear: () => true,
  caption: ({ poolSize, strides }) => caption(`${poolSize[0]}×${poolSize[1]}`, strideCaption(strides)),
});
