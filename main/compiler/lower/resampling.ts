import { cropping2d } from '../../../core/ops/cropping2d';
import { upSampling2d } from '../../../core/ops/up-sampling2d';
import { lowering } from './layer';

const none = [0, 0] as const;

/** keras.layers.Cropping2D */
export const lowerCropping2d = lowering(cropping2d, ({ build, name, x, params }) => {
  const [top, bottom, left, right] = params.cropping;
  return build.value('crop', name('forward'), [x], { margins: [none, [top, bottom], [left, right], none] });
});

/** keras.layers.UpSampling2D */
export const lowerUpSampling2d = lowering(upSampling2d, ({ build, name, x, params }) => {
  const { size, interpolation: method } = params;
  return build.value('upsample', name('forward'), [x], { size, method });
});
