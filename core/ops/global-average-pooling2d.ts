/** GlobalAveragePooling2D: one mean per channel (keras.layers.GlobalAveragePooling2D). */
import { defineOperator } from './operator';
import { imageInput } from './spatial';

export const globalAveragePooling2d = defineOperator({
  type: 'GlobalAveragePooling2D',
  title: 'GlobalAvgPool',
  kind: 'pooling',
  help: 'Averages each channel over the whole image: height × width × channels becomes a vector of channels.',
  keywords: ['global average pooling', 'gap', 'mean'],
  outputShape: (inputs) => [imageInput(inputs, 'GlobalAveragePooling2D')[2]],
  linear: () => true,
  caption: () => 'mean per channel',
});
