/** Convolutions and Dense, as in keras.layers: cross-correlation, channels last, then the bias. */
import { conv2d } from '../../../core/ops/conv2d';
import { conv2dTranspose } from '../../../core/ops/conv2d-transpose';
import { dense } from '../../../core/ops/dense';
import { depthwiseConv2d } from '../../../core/ops/depthwise-conv2d';
import type { ParamRecord } from '../../../core/ops/operator';
import { separableConv2d } from '../../../core/ops/separable-conv2d';
import type { Convolution, Pair } from '../ir/attributes';
import type { Value } from '../ir/types';
import { applyActivation } from './activation';
import { type LayerContext, lowering } from './layer';
import { around } from './shape';

/** Dilations of 1 are left out, so that the same network stays the same program. */
const sliding = (strides: Pair, padding: 'same' | 'valid', dilation: Pair = [1, 1]): Convolution =>
  Math.max(...dilation) > 1 ? { strides, padding, dilations: dilation } : { strides, padding };

function withBias<Params extends ParamRecord>(context: LayerContext<Params>, y: Value): Value {
  const { build, name, hasWeight, weight } = context;
  return hasWeight('bias') ? build.value('bias_add', name('bias_add'), [y, weight('bias')], {}) : y;
}

/** Explicit padding is a preceding `pad`: CPU kernels lack the gradient of a padded, dilated or grouped convolution. */
const lowerConv2d = lowering(conv2d, (context) => {
  const { build, name, x, params, weight } = context;
  const { strides, padding, explicitPadding, dilation } = params;
  const explicit = padding === 'explicit';
  const padded =
    explicit && Math.max(...explicitPadding) > 0
      ? build.value('pad', name('pad'), [x], around(explicitPadding))
      : x;
  const attributes = sliding(strides, explicit ? 'valid' : padding, dilation);
  return withBias(context, build.value('conv2d', name('forward'), [padded, weight('kernel')], attributes));
});

const lowerDepthwiseConv2d = lowering(depthwiseConv2d, (context) => {
  const { build, name, x, params, weight } = context;
  const attributes = sliding(params.strides, params.padding, params.dilation);
  const y = build.value('depthwise_conv2d', name('forward'), [x, weight('kernel')], attributes);
  return withBias(context, y);
});

/** The filters of each channel, then the 1x1 convolution, then the bias. */
const lowerSeparableConv2d = lowering(separableConv2d, (context) => {
  const { build, name, x, params, weight } = context;
  const attributes = sliding(params.strides, params.padding, params.dilation);
  const inputs = [x, weight('depthwise_kernel')];
  const apart = build.value('depthwise_conv2d', name('depthwise'), inputs, attributes);
  const mixed = [apart, weight('pointwise_kernel')];
  return withBias(context, build.value('conv2d', name('forward'), mixed, sliding([1, 1], 'valid')));
});

const lowerConv2dTranspose = lowering(conv2dTranspose, (context) => {
  const { build, name, x, params, weight, outputShape } = context;
  const [height = 0, width = 0] = outputShape;
  const attributes = { strides: params.strides, padding: params.padding, height, width };
  const y = build.value('conv2d_transpose', name('forward'), [x, weight('kernel')], attributes);
  return withBias(context, y);
});

/** activation(x · kernel + bias) */
const lowerDense = lowering(dense, (context) => {
  const { build, name, x, params, weight } = context;
  const attributes = { transposeA: false, transposeB: false };
  const product = build.value('matmul', name('forward'), [x, weight('kernel')], attributes);
  return applyActivation(build, name('activation'), withBias(context, product), params.activation);
});

export const convolutionLowerings = [
  lowerConv2d,
  lowerDepthwiseConv2d,
  lowerSeparableConv2d,
  lowerConv2dTranspose,
  lowerDense,
];
