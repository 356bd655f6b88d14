import { flatten } from '../../../core/ops/flatten';
import type { ParamRecord } from '../../../core/ops/operator';
import { reshape } from '../../../core/ops/reshape';
import { zeroPaddedShortcut } from '../../../core/ops/zero-padded-shortcut';
import { zeroPadding2d } from '../../../core/ops/zero-padding2d';
import { type LayerContext, lowering } from './layer';

const none = [0, 0] as const;

const toOutputShape = ({ build, name, x, outputShape }: LayerContext<ParamRecord>) =>
  build.value('reshape', name('forward'), [x], { shape: [x.shape[0] ?? null, ...outputShape] });

/** keras.layers.Flatten */
export const lowerFlatten = lowering(flatten, toOutputShape);

/** keras.layers.Reshape */
export const lowerReshape = lowering(reshape, toOutputShape);

/** keras.layers.ZeroPadding2D */
export const lowerZeroPadding2d = lowering(zeroPadding2d, ({ build, name, x, params }) => {
  const [top, bottom, left, right] = params.padding;
  return build.value('pad', name('forward'), [x], { margins: [none, [top, bottom], [left, right], none] });
});

/** Option A of the paper (section 4.1): every strides-th value, then zero channels at the end. */
export const lowerZeroPaddedShortcut = lowering(zeroPaddedShortcut, ({ build, name, x, params }) => {
  const [down, across] = params.strides;
  const sampled =
    down === 1 && across === 1
      ? x
      : build.value('subsample', name('subsample'), [x], { strides: params.strides });
  const missing = params.filters - (x.shape[3] as number);
  if (missing === 0) return sampled;
  return build.value('pad', name('forward'), [sampled], { margins: [none, none, none, [0, missing]] });
});
