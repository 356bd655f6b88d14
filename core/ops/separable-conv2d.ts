/** SeparableConv2D: depthwise filters, then a 1×1 convolution (keras.layers.SeparableConv2D, channels last). */
import { z } from 'zod';
import { depthwiseShape } from './depthwise-conv2d';
import {
  count,
  depthMultiplier,
  depthMultiplierField,
  dilationField,
  filtersField,
  kernelInitializer,
  kernelInitializerField,
  kernelSizeField,
  padding,
  paddingField,
  pair,
  stridesField,
  useBiasField,
} from './fields';
import type { Operator } from './operator';
import { caption, dilationCaption, imageInput, spanOf, strideCaption } from './spatial';

const schema = z.strictObject({
  filters: count.default(64),
  kernelSize: pair.default([3, 3]),
  strides: pair.default([1, 1]),
  padding: padding.default('valid'),
  depthMultiplier: depthMultiplier.default(1),
  dilation: pair.default([1, 1]),
  useBias: z.boolean().default(true),
  depthwiseInitializer: kernelInitializer.default('glorot_uniform'),
  pointwiseInitializer: kernelInitializer.default('glorot_uniform'),
});

export const separableConv2d: Operator<z.infer<typeof schema>> = {
  type: 'SeparableConv2D',
  title: 'SeparableConv',
  kind: 'convolution',
  help: 'Filters each channel by itself, then mixes the channels with a 1×1 convolution: nearly what Conv2D does, with far fewer weights (Xception).',
  kerasClass: 'keras.layers.SeparableConv2D',
  keywords: ['separable convolution', 'xception', 'depthwise', 'pointwise', 'filter', 'kernel'],
  inputs: { min: 1, max: 1 },
  schema,
  fields: [
    filtersField('Channels of the output.'),
    kernelSizeField,
    stridesField,
    paddingField,
    depthMultiplierField,
    dilationField,
    useBiasField,
    { ...kernelInitializerField, name: 'depthwiseInitializer', label: 'initial depthwise kernel' },
    { ...kernelInitializerField, name: 'pointwiseInitializer', label: 'initial pointwise kernel' },
  ],
  outputShape(inputs, params) {
    const [height, width] = depthwiseShape(inputs, params, 'SeparableConv2D');
    return [height, width, params.filters];
  },
  weights(inputs, params) {
    const { kernelSize, depthMultiplier: multiplier, filters, useBias } = params;
    const [, , channels] = imageInput(inputs, 'SeparableConv2D');
    return [
      {
        name: 'depthwise_kernel',
        shape: [...kernelSize, channels, multiplier],
        trainable: true,
        initializer: params.depthwiseInitializer,
      },
      {
        name: 'pointwise_kernel',
        shape: [1, 1, channels * multiplier, filters],
        trainable: true,
        initializer: params.pointwiseInitializer,
      },
      ...(useBias
        ? [{ name: 'bias', shape: [filters], trainable: true, initializer: 'zeros' as const }]
        : []),
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
};
