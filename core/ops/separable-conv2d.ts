/** SeparableConv2D: depthwise filters, then a 1×1 convolution (keras.layers.SeparableConv2D, channels last). */
import { z } from 'zod';
import { depthwiseShape } from './depthwise-conv2d';
import { biasOf, defineOperator, weight } from './operator';
import {
  depthMultiplierParam,
  dilationParam,
  filtersParam,
  initializerParam,
  kernelSizeParam,
  paddingParam,
  stridesParam,
  useBiasParam,
} from './shared-params';
import { caption, dilationCaption, imageInput, spanOf, strideCaption } from './spatial';

const schema = z.strictObject({
  filters: filtersParam(),
  kernelSize: kernelSizeParam,
  strides: stridesParam(),
  padding: paddingParam(),
  depthMultiplier: depthMultiplierParam,
  dilation: dilationParam(),
  useBias: useBiasParam,
  depthwiseInitializer: initializerParam('ops.label.depthwiseInitializer'),
  pointwiseInitializer: initializerParam('ops.label.pointwiseInitializer'),
});

export const separableConv2d = defineOperator({
  type: 'SeparableConv2D',
  title: 'SeparableConv',
  kind: 'convolution',
  help: 'ops.help.SeparableConv2D',
  keywords: ['separable convolution', 'xception', 'depthwise', 'pointwise', 'filter', 'kernel'],
  schema,
  outputShape(inputs, params) {
    const [height, width] = depthwiseShape(inputs, params, 'SeparableConv2D');
    return [height, width, params.filters];
  },
  weights(inputs, params) {
    const { kernelSize, depthMultiplier: multiplier, filters, useBias } = params;
    const [, , channels] = imageInput(inputs, 'SeparableConv2D');
    return [
      weight('depthwise_kernel', [...kernelSize, channels, multiplier], params.depthwiseInitializer),
      weight('pointwise_kernel', [1, 1, channels * multiplier, filters], params.pointwiseInitializer),
      ...biasOf(useBias, filters),
    ];
  },
  macs(inputs, params) {
    const [height, width, channels] = depthwiseShape(inputs, params, 'SeparableConv2D');
    return (params.kernelSize[0] * params.kernelSize[1] + params.filters) * channels * height * width;
  },
  window: ({ kernelSize, strides, dilation }) => ({ size: spanOf(kernelSize, dilation), strides }),
  linear: () => true,
  caption: ({ filters, kernelSize, strides, dilation }) =>
    caption(
      `${kernelSize[0]}×${kernelSize[1]}`,
      `${filters}`,
      strideCaption(strides),
      dilationCaption(dilation),
    ),
});
