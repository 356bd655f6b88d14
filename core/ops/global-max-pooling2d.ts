/** GlobalMaxPooling2D: the largest value of each channel (keras.layers.GlobalMaxPooling2D). */
import { defineOperator } from './operator';
import { imageInput } from './spatial';

export const globalMaxPooling2d = defineOperator({
  type: 'GlobalMaxPooling2D',
  title: 'GlobalMaxPool',
  kind: 'pooling',
  help: 'Keeps the largest value of each channel: height × width × channels becomes a vector of channels.',
  keywords: ['global max pooling', 'gmp'],
  outputShape: (inputs) => [imageInput(inputs, 'GlobalMaxPooling2D')[2]],
  linear: () => true,
  caption: () => 'maximum per channel',
});
