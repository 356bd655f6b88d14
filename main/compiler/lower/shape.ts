/** Pooling, padding, sampling and reshaping. */

import { cropping2d } from '../../../core/ops/cropping2d';
import { flatten } from '../../../core/ops/flatten';
import type { ParamRecord } from '../../../core/ops/operator';
import {
  averagePooling2d,
  globalAveragePooling2d,
  globalMaxPooling2d,
  maxPooling2d,
} from '../../../core/ops/pooling2d';
import { reshape } from '../../../core/ops/reshape';
import type { Quad } from '../../../core/ops/shared-params';
import { upSampling2d } from '../../../core/ops/up-sampling2d';
import { zeroPaddedShortcut } from '../../../core/ops/zero-padded-shortcut';
import { zeroPadding2d } from '../../../core/ops/zero-padding2d';
import type { Margins } from '../ir/attributes';
import { type LayerContext, lowering } from './layer';

const none = [0, 0] as const;

/** Margins of an image [N,H,W,C]. */
export const around = ([top, bottom, left, right]: Quad): Margins => ({
  margins: [none, [top, bottom], [left, right], none],
});

const toOutputShape = ({ build, name, x, outputShape }: LayerContext<ParamRecord>) =>
  build.value('reshape', name('forward'), [x], { shape: [x.shape[0] ?? null, ...outputShape] });

/** Option A of the paper (section 4.1): every strides-th value, then zero channels at the end. */
const lowerZeroPaddedShortcut = lowering(zeroPaddedShortcut, ({ build, name, x, params }) => {
  const { strides, filters } = params;
  const sampled =
    Math.max(...strides) === 1 ? x : build.value('subsample', name('subsample'), [x], { strides });
  const missing = filters - (x.shape[3] as number);
  if (missing === 0) return sampled;
  return build.value('pad', name('forward'), [sampled], { margins: [none, none, none, [0, missing]] });
});

/** As the layers of keras.layers. */
export const shapeLowerings = [
  lowering(maxPooling2d, ({ build, name, x, params: { poolSize: size, strides, padding } }) =>
    build.value('max_pool', name('forward'), [x], { size, strides, padding }),
  ),
  lowering(averagePooling2d, ({ build, name, x, params: { poolSize: size, strides, padding } }) =>
    build.value('avg_pool', name('forward'), [x], { size, strides, padding }),
  ),
  lowering(globalAveragePooling2d, ({ build, name, x }) =>
    build.value('spatial_mean', name('forward'), [x], {}),
  ),
  lowering(globalMaxPooling2d, ({ build, name, x }) => build.value('spatial_max', name('forward'), [x], {})),
  lowering(zeroPadding2d, ({ build, name, x, params }) =>
    build.value('pad', name('forward'), [x], around(params.padding)),
  ),
  lowering(cropping2d, ({ build, name, x, params }) =>
    build.value('crop', name('forward'), [x], around(params.cropping)),
  ),
  lowering(upSampling2d, ({ build, name, x, params: { size, interpolation: method } }) =>
    build.value('upsample', name('forward'), [x], { size, method }),
  ),
  lowering(flatten, toOutputShape),
  lowering(reshape, toOutputShape),
  lowerZeroPaddedShortcut,
];
