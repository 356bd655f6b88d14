/** MaxPooling2D and AveragePooling2D, over a window or the whole image (keras.layers, channels last). */
import { z } from 'zod';
import { formatShape } from '../format/shape';
import { t } from '../messages';
import { defineOperator, type Operator } from './operator';
import { paddingParam, poolSizeParam, stridesParam } from './shared-params';
import { caption, imageInput, strideCaption, windowShape } from './spatial';

const schema = z.strictObject({
  poolSize: poolSizeParam,
  strides: stridesParam(2),
  padding: paddingParam(),
});

type Words = Pick<Operator, 'title' | 'help' | 'keywords'>;

const pooling = (type: string, words: Words) =>
  defineOperator({
    ...words,
    type,
    kind: 'pooling',
    schema,
    outputShape(inputs, { poolSize, strides, padding }) {
      const image = imageInput(inputs, type);
      return [...windowShape(image, poolSize, strides, padding, type), image[2]];
    },
    window: ({ poolSize, strides }) => ({ size: poolSize, strides }),
    linear: () => true,
    caption: ({ poolSize, strides }) => caption(formatShape(poolSize), strideCaption(strides)),
  });

const globalPooling = (type: string, parts: Words & Pick<Operator, 'caption'>) =>
  defineOperator({
    ...parts,
    type,
    kind: 'pooling',
    outputShape: (inputs) => [imageInput(inputs, type)[2]],
    linear: () => true,
  });

export const maxPooling2d = pooling('MaxPooling2D', {
  title: 'MaxPool',
  help: 'ops.help.MaxPooling2D',
  keywords: ['max pooling', 'downsample', 'subsample'],
});

export const averagePooling2d = pooling('AveragePooling2D', {
  title: 'AvgPool',
  help: 'ops.help.AveragePooling2D',
  keywords: ['average pooling', 'mean', 'downsample', 'subsample'],
});

export const globalAveragePooling2d = globalPooling('GlobalAveragePooling2D', {
  title: 'GlobalAvgPool',
  help: 'ops.help.GlobalAveragePooling2D',
  keywords: ['global average pooling', 'gap', 'mean'],
  caption: () => t('ops.caption.meanPerChannel'),
});

export const globalMaxPooling2d = globalPooling('GlobalMaxPooling2D', {
  title: 'GlobalMaxPool',
  help: 'ops.help.GlobalMaxPooling2D',
  keywords: ['global max pooling', 'gmp'],
  caption: () => t('ops.caption.maximumPerChannel'),
});
