/** DepthwiseConv2D: filters that each see one channel (keras.layers.DepthwiseConv2D, channels last). */
import { z } from 'zod';
import type { Shape } from '../graph/document';
import {
  depthMultiplier,
  depthMultiplierField,
  dilationField,
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
import {
  caption,
  checkDilation,
  checkEqualStrides,
  dilationCaption,
  imageInput,
  spanOf,
  strideCaption,
  windowShape,
} from './spatial';

const schema = z.strictObject({
  kernelSize: pair.default([3, 3]),
  strides: pair.default([1, 1]),
  padding: padding.default('valid'),
  depthMultiplier: depthMultiplier.default(1),
  dilation: pair.default([1, 1]),
  useBias: z.boolean().default(true),
  kernelInitializer: kernelInitializer.default('glorot_uniform'),
});

/** What a depthwise convolution needs to know. */
type DepthwiseParams = Pick<
  z.infer<typeof schema>,
  'kernelSize' | 'strides' | 'padding' | 'depthMultiplier' | 'dilation'
>;

/** Height, width and channels behind the depthwise filters. @throws ShapeRuleError */
export function depthwiseShape(
  inputs: readonly Shape[],
  { kernelSize, strides, padding: kind, depthMultiplier: multiplier, dilation }: DepthwiseParams,
  title: string,
): [height: number, width: number, channels: number] {
  const image = imageInput(inputs, title);
  checkEqualStrides(strides, title);
  checkDilation(strides, dilation, title);
  const [height, width] = windowShape(image, spanOf(kernelSize, dilation), strides, kind, title);
  return [height, width, image[2] * multiplier];
}

export const depthwiseConv2d: Operator<z.infer<typeof schema>> = {
  type: 'DepthwiseConv2D',
  title: 'DepthwiseConv',
  kind: 'convolution',
  help: 'Slides learned filters over each channel by itself: far fewer products than Conv2D. A 1×1 Conv2D behind it mixes the channels (MobileNet).',
  kerasClass: 'keras.layers.DepthwiseConv2D',
  keywords: ['depthwise convolution', 'mobilenet', 'filter', 'kernel', 'per channel'],
  inputs: { min: 1, max: 1 },
  schema,
  fields: [
    kernelSizeField,
    stridesField,
    paddingField,
    depthMultiplierField,
    dilationField,
    useBiasField,
    kernelInitializerField,
  ],
  outputShape: (inputs, params) => depthwiseShape(inputs, params, 'DepthwiseConv2D'),
  /** Kernel layout: height, width, channels in, filters per channel; output channel c * multiplier + m. */
  weights(inputs, { kernelSize, depthMultiplier: multiplier, useBias, kernelInitializer: initializer }) {
    const [, , channels] = imageInput(inputs, 'DepthwiseConv2D');
    return [
      { name: 'kernel', shape: [...kernelSize, channels, multiplier], trainable: true, initializer },
      ...(useBias
        ? [{ name: 'bias', shape: [channels * multiplier], trainable: true, initializer: 'zeros' as const }]
        : []),
    ];
  },
  macs(inputs, params) {
    const [height, width, channels] = depthwiseShape(inputs, params, 'DepthwiseConv2D');
    return params.kernelSize[0] * params.kernelSize[1] * channels * height * width;
  },
  window: ({ kernelSize, strides, dilation }) => ({ size: spanOf(kernelSize, dilation), strides }),
  linear: () => true,
  caption: ({ kernelSize, strides, depthMultiplier: multiplier, dilation }) =>
    caption(
      `${kernelSize[0]}×${kernelSize[1]}`,
      multiplier > 1 ? `times ${multiplier}` : [],
      strideCaption(strides),
      dilationCaption(dilation),
    ),
};
