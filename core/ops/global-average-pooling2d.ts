/** GlobalAveragePooling2D: one mean per channel (keras.layers.GlobalAveragePooling2D). */
import { t } from '../messages';
import { defineOperator } from './operator';
import { imageInput } from './spatial';

export const globalAveragePooling2d = defineOperator({
  type: 'GlobalAveragePooling2D',
  title: 'GlobalAvgPool',
  kind: 'pooling',
  help: 'ops.help.GlobalAveragePooling2D',
  keywords: ['global average pooling', 'gap', 'mean'],
  outputShape: (inputs) => [imageInput(inputs, 'GlobalAveragePooling2D')[2]],
  linear: () => true,
  caption: () => t('ops.caption.meanPerChannel'),
});
