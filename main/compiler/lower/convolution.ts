import { conv2d } from '../../../core/ops/conv2d';
import { conv2dTranspose } from '../../../core/ops/conv2d-transpose';
import { depthwiseConv2d } from '../../../core/ops/depthwise-conv2d';
import type { ParamRecord } from '../../../core/ops/operator';
import { separableConv2d } from '../../../core/ops/separable-conv2d';
import type { Convolution, Pair } from '../ir/attributes';
import type { Value } from '../ir/types';
import { type LayerContext, lowering } from './layer';

const none = [0, 0] as const;

/** Dilations of 1 are left out: what stays the same network stays the same program. */
const sliding = (strides: Pair, padding: 'same' | 'valid', dilation: Pair = [1, 1]): Convolution =>
  Math.max(...dilation) > 1 ? { strides, padding, dilations: dilation } : { strides, padding };

function withBias<Params extends ParamRecord>(context: LayerContext<Params>, y: Value): Value {
  const { build, name, hasWeight, weight } = context;
  return hasWeight('bias') ? build.value('bias_add', name('bias_add'), [y, weight('bias')], {}) : y;
}

/**
 * keras.layers.Conv2D: cross-correlation, channels last, then the bias. Explicit padding is a `pad` in front, as
 * TensorFlow's CPU kernels have no gradient of an explicitly padded convolution that is dilated or grouped.
 */
export const lowerConv2d = lowering(conv2d, (context) => {
  const { build, name, x, params, weight } = context;
  const { strides, padding, explicitPadding, dilation } = params;
  const [top, bottom, left, right] = explicitPadding;
  const explicit = padding === 'explicit';
  const padded =
    explicit && Math.max(...explicitPadding) > 0
      ? build.value('pad', name('pad'), [x], { margins: [none, [top, bottom], [left, right], none] })
      : x;
  const attributes = sliding(strides, explicit ? 'valid' : padding, dilation);
  return withBias(context, build.value('conv2d', name('forward'), [padded, weight('kernel')], attributes));
});

/** keras.layers.DepthwiseConv2D */
export const lowerDepthwiseConv2d = lowering(depthwiseConv2d, (context) => {
  const { build, name, x, params, weight } = context;
  const attributes = sliding(params.strides, params.padding, params.dilation);
  return withBias(
    context,
    build.value('depthwise_conv2d', name('forward'), [x, weight('kernel')], attributes),
  );
});

/** keras.layers.SeparableConv2D: the filters of each channel, then the 1x1 convolution, then the bias. */
export const lowerSeparableConv2d = lowering(separableConv2d, (context) => {
  const { build, name, x, params, weight } = context;
  const attributes = sliding(params.strides, params.padding, params.dilation);
  const inputs = [x, weight('depthwise_kernel')];
  const apart = build.value('depthwise_conv2d', name('depthwise'), inputs, attributes);
  const mixed = [apart, weight('pointwise_kernel')];
  return withBias(context, build.value('conv2d', name('forward'), mixed, sliding([1, 1], 'valid')));
});

/** keras.layers.Conv2DTranspose: the transpose of Conv2D, then the bias. */
export const lowerConv2dTranspose = lowering(conv2dTranspose, (context) => {
  const { build, name, x, params, weight, outputShape } = context;
  const { strides, padding } = params;
  const [height, width] = outputShape as readonly [number, number, number];
  const attributes = { strides, padding, height, width };
  return withBias(
    context,
    build.value('conv2d_transpose', name('forward'), [x, weight('kernel')], attributes),
  );
});
