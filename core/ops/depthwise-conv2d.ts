/** DepthwiseConv2D: filters that each see one channel (keras.layers.DepthwiseConv2D, channels last). */
import { z } from 'zod';
import type { Shape } from '../graph/document';
import { t } from '../messages';
import { biasOf, defineOperator, weight } from './operator';
import {
  depthMultiplierParam,
  dilationParam,
  initializerParam,
  kernelSizeParam,
  paddingParam,
  stridesParam,
  useBiasParam,
} from './shared-params';
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
  kernelSize: kernelSizeParam,
  strides: stridesParam(),
  padding: paddingParam(),
  depthMultiplier: depthMultiplierParam,
  dilation: dilationParam(),
  useBias: useBiasParam,
  kernelInitializer: initializerParam(),
});

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

export const depthwiseConv2d = defineOperator({
  type: 'DepthwiseConv2D',
  title: 'DepthwiseConv',
  kind: 'convolution',
  help: 'ops.help.DepthwiseConv2D',
  keywords: ['depthwise convolution', 'mobilenet', 'filter', 'kernel', 'per channel'],
  schema,
  outputShape: (inputs, params) => depthwiseShape(inputs, params, 'DepthwiseConv2D'),
  /** Kernel layout: height, width, channels in, filters per channel; output channel c * multiplier + m. */
  weights(inputs, { kernelSize, depthMultiplier: multiplier, useBias, kernelInitializer: initializer }) {
    const [, , channels] = imageInput(inputs, 'DepthwiseConv2D');
    return [
      weight('kernel', [...kernelSize, channels, multiplier], initializer),
      ...biasOf(useBias, channels * multiplier),
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
      multiplier > 1 ? t('ops.caption.depthMultiplier', { multiplier }) : [],
      strideCaption(strides),
      dilationCaption(dilation),
    ),
});
