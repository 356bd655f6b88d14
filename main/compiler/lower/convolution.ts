import { conv2d } from '../../../core/ops/conv2d';
import { lowering } from './layer';

/** keras.layers.Conv2D: cross-correlation, channels last, then the bias. */
export const lowerConv2d = lowering(conv2d, ({ build, name, x, params, hasWeight, weight }) => {
  const { strides, padding } = params;
  const y = build.value('conv2d', name('forward'), [x, weight('kernel')], { strides, padding });
  return hasWeight('bias') ? build.value('bias_add', name('bias_add'), [y, weight('bias')], {}) : y;
});
