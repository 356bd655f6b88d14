/** GlobalMaxPooling2D: the largest value of each channel (keras.layers.GlobalMaxPooling2D). */
import { t } from '../messages';
import { defineOperator } from './operator';
import { imageInput } from './spatial';

export const globalMaxPooling2d = defineOperator({
  type: 'GlobalMaxPooling2D',
  title: 'GlobalMaxPool',
  kind: 'pooling',
  help: 'ops.help.GlobalMaxPooling2D',
  keywords: ['global max pooling', 'gmp'],
  outputShape: (inputs) => [imageInput(inputs, 'GlobalMaxPooling2D')[2]],
  linear: () => true,
  caption: () => t('ops.caption.maximumPerChannel'),
});
