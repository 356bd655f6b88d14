/** Conv2D: a bank of filters slid over the image (keras.layers.Conv2D, channels last). */
import { z } from 'zod';
import {
  count,
  filtersField,
  kernelInitializer,
  kernelInitializerField,
  padding,
  paddingField,
  pair,
  stridesField,
  useBiasField,
} from './fields';
import type { Operator } from './operator';
import { caption, imageInput, strideCaption, windowShape } from './spatial';

const schema = z.strictObject({
  filters: count.default(64),
  kernelSize: pair.default([3, 3]),
  strides: pair.default([1, 1]),
  padding: padding.default('valid'),
  useBias: z.boolean().default(true),
  kernelInitializer: kernelInitializer.default('glorot_uniform'),
});

export const conv2d: Operator<z.infer<typeof schema>> = {
  type: 'Conv2D',
  title: 'Conv2D',
  kind: 'convolution',
  help: 'Slides a bank of learned filters over the image. Each filter makes one channel of the output.',
  kerasClass: 'keras.layers.Conv2D',
  keywords: ['convolution', 'filter', 'kernel', 'projection', 'pointwise'],
  inputs: { min: 1, max: 1 },
  schema,
  fields: [
    filtersField('Channels of the output.'),
    {
      name: 'kernelSize',
      label: 'kernel size',
      control: 'pair',
      min: 1,
      max: 1024,
      step: 1,
      help: 'Height and width of a filter.',
    },
    stridesField,
    paddingField,
    useBiasField,
    kernelInitializerField,
  ],
  outputShape(inputs, params) {
    const image = imageInput(inputs, 'Conv2D');
    return [
      ...windowShape(image, params.kernelSize, params.strides, params.padding, 'Conv2D'),
      params.filters,
    ];
  },
  /** Kernel layout: height, width, channels in, channels out. */
  weights(inputs, params) {
    const [, , channels] = imageInput(inputs, 'Conv2D');
    return [
      {
        name: 'kernel',
        shape: [...params.kernelSize, channels, params.filters],
        trainable: true,
        initializer: params.kernelInitializer,
      },
      ...(params.useBias
        ? [{ name: 'bias', shape: [params.filters], trainable: true, initializer: 'zeros' as const }]
        : []),
    ];
  },
  macs(inputs, params) {
    const image = imageInput(inputs, 'Conv2D');
    const [height, width] = windowShape(image, params.kernelSize, params.strides, params.padding, 'Conv2D');
    return params.kernelSize[0] * params.kernelSize[1] * image[2] * params.filters * height * width;
  },
  window: ({ kernelSize, strides }) => ({ size: kernelSize, strides }),
  linear: () => true,
  caption: ({ filters, kernelSize, strides }) =>
    caption(`${kernelSize[0]}×${kernelSize[1]}`, `${filters}`, strideCaption(strides)),
};
