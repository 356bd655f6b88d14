import { averagePooling2d } from '../../../core/ops/average-pooling2d';
import { globalAveragePooling2d } from '../../../core/ops/global-average-pooling2d';
import { globalMaxPooling2d } from '../../../core/ops/global-max-pooling2d';
import { maxPooling2d } from '../../../core/ops/max-pooling2d';
import { lowering } from './layer';

/** keras.layers.MaxPooling2D */
export const lowerMaxPooling2d = lowering(maxPooling2d, ({ build, name, x, params }) => {
  const { poolSize: size, strides, padding } = params;
  return build.value('max_pool', name('forward'), [x], { size, strides, padding });
});

/** keras.layers.GlobalAveragePooling2D */
export const lowerGlobalAveragePooling2d = lowering(globalAveragePooling2d, ({ build, name, x }) =>
  build.value('spatial_mean', name('forward'), [x], {}),
);

/** keras.layers.AveragePooling2D */
export const lowerAveragePooling2d = lowering(averagePooling2d, ({ build, name, x, params }) => {
  const { poolSize: size, strides, padding } = params;
  return build.value('avg_pool', name('forward'), [x], { size, strides, padding });
});

/** keras.layers.GlobalMaxPooling2D */
export const lowerGlobalMaxPooling2d = lowering(globalMaxPooling2d, ({ build, name, x }) =>
  build.value('spatial_max', name('forward'), [x], {}),
);
