/** Conv2DTranspose: a convolution run backwards, which enlarges (keras.layers.Conv2DTranspose, channels last). */
import { z } from 'zod';
import type { Shape } from '../graph/document';
import {
  count,
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
import { caption, imageInput } from './spatial';

const schema = z.strictObject({
  filters: count.default(64),
  kernelSize: pair.default([3, 3]),
  strides: pair.default([1, 1]),
  padding: padding.default('valid'),
  useBias: z.boolean().default(true),
  kernelInitializer: kernelInitializer.default('glorot_uniform'),
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

export const conv2dTranspose: Operator<Params> = {
  type: 'Conv2DTranspose',
  title: 'ConvTranspose',
  kind: 'convolution',
  help: 'A convolution run backwards: each pixel is spread out by learned filters, and strides of 2 double the image. Also called deconvolution.',
  kerasClass: 'keras.layers.Conv2DTranspose',
  keywords: ['transposed convolution', 'deconvolution', 'upsample', 'enlarge', 'decoder'],
  inputs: { min: 1, max: 1 },
  schema,
  fields: [
    filtersField('Channels of the output.'),
    kernelSizeField,
    { ...stridesField, help: 'Distance of the spread pixels, height and width. 2 doubles the image.' },
    {
      ...paddingField,
      help: 'same: the output has input × stride positions. valid: nothing is cut off, so it is larger where the kernel is larger than the stride.',
    },
    useBiasField,
    kernelInitializerField,
  ],
  outputShape: (inputs, params) => [...enlarged(inputs, params), params.filters],
  /** Kernel layout: height, width, channels out, channels in. */
  weights(inputs, { kernelSize, filters, useBias, kernelInitializer: initializer }) {
    const [, , channels] = imageInput(inputs, 'Conv2DTranspose');
    return [
      { name: 'kernel', shape: [...kernelSize, filters, channels], trainable: true, initializer },
      ...(useBias
        ? [{ name: 'bias', shape: [filters], trainable: true, initializer: 'zeros' as const }]
        : []),
    ];
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
};
