/** Conv2DTranspose: a convolution run backwards, which enlarges (keras.layers.Conv2DTranspose, channels last). */
import { z } from 'zod';
import type { Shape } from '../graph/document';
import { biasOf, defineOperator, weight } from './operator';
import {
  filtersParam,
  initializerParam,
  kernelSizeParam,
  paddingParam,
  stridesParam,
  useBiasParam,
} from './parameters';
import { caption, imageInput } from './spatial';

const schema = z.strictObject({
  filters: filtersParam(),
  kernelSize: kernelSizeParam,
  strides: stridesParam(1, 'Distance of the spread pixels, height and width. 2 doubles the image.'),
  padding: paddingParam(
    'same: the output has input × stride positions. valid: nothing is cut off, so it is larger where the kernel is larger than the stride.',
  ),
  useBias: useBiasParam,
  kernelInitializer: initializerParam(),
});

type Params = z.infer<typeof schema>;

/** Per axis: same n * s; valid n * s + max(k - s, 0) (Keras: compute_conv_transpose_output_shape). */
function enlarged(
  inputs: readonly Shape[],
  { kernelSize, strides, padding: kind }: Params,
): [number, number] {
  const image = imageInput(inputs, 'Conv2DTranspose');
  const side = (axis: 0 | 1) =>
    image[axis] * strides[axis] + (kind === 'same' ? 0 : Math.max(kernelSize[axis] - strides[axis], 0));
  return [side(0), side(1)];
}

export const conv2dTranspose = defineOperator({
  type: 'Conv2DTranspose',
  title: 'ConvTranspose',
  kind: 'convolution',
  help: 'A convolution run backwards: each pixel is spread out by learned filters, and strides of 2 double the image. Also called deconvolution.',
  keywords: ['transposed convolution', 'deconvolution', 'upsample', 'enlarge', 'decoder'],
  schema,
  outputShape: (inputs, params) => [...enlarged(inputs, params), params.filters],
  /** Kernel layout: height, width, channels out, channels in. */
  weights(inputs, { kernelSize, filters, useBias, kernelInitializer: initializer }) {
    const [, , channels] = imageInput(inputs, 'Conv2DTranspose');
    return [weight('kernel', [...kernelSize, filters, channels], initializer), ...biasOf(useBias, filters)];
  },
  /** Each pixel of the input meets each weight; what "same" then cuts off is counted too. */
  macs(inputs, { kernelSize, filters }) {
    const [height, width, channels] = imageInput(inputs, 'Conv2DTranspose');
    return kernelSize[0] * kernelSize[1] * channels * filters * height * width;
  },
  window: ({ kernelSize, strides }) => ({
    size: [Math.ceil(kernelSize[0] / strides[0]), Math.ceil(kernelSize[1] / strides[1])],
    strides: [1 / strides[0], 1 / strides[1]],
  }),
  linear: () => true,
  caption: ({ filters, kernelSize, strides: [high, wide] }) =>
    caption(
      `${kernelSize[0]}×${kernelSize[1]}`,
      `${filters}`,
      high === 1 && wide === 1 ? [] : `×${high === wide ? high : `${high}×${wide}`}`,
    ),
});
