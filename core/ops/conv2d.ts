/** Conv2D: a bank of filters slid over the image (keras.layers.Conv2D, channels last). */
import { z } from 'zod';
import type { Shape } from '../graph/document';
import { formatShape } from '../graph/words';
import {
  count,
  dilationField,
  filtersField,
  kernelInitializer,
  kernelInitializerField,
  kernelSizeField,
  paddingField,
  pair,
  quad,
  stridesField,
  useBiasField,
} from './fields';
import { type Operator, ShapeRuleError } from './operator';
import {
  caption,
  checkDilation,
  dilationCaption,
  imageInput,
  spanOf,
  strideCaption,
  windowShape,
} from './spatial';

const padding = z.enum(['same', 'valid', 'explicit']);

const schema = z.strictObject({
  filters: count.default(64),
  kernelSize: pair.default([3, 3]),
  strides: pair.default([1, 1]),
  padding: padding.default('valid'),
  /** Used with padding "explicit" only. */
  explicitPadding: quad.default([1, 1, 1, 1]),
  dilation: pair.default([1, 1]),
  groups: count.default(1),
  useBias: z.boolean().default(true),
  kernelInitializer: kernelInitializer.default('glorot_uniform'),
});

type Params = z.infer<typeof schema>;

/** Input channels, and height and width of the output. @throws ShapeRuleError */
function convolve(inputs: readonly Shape[], params: Params) {
  const { kernelSize, strides, dilation, groups, filters, explicitPadding: margins, padding: kind } = params;
  const [height, width, channels] = imageInput(inputs, 'Conv2D');
  checkDilation(strides, dilation, 'Conv2D');
  if (channels % groups !== 0 || filters % groups !== 0) {
    throw new ShapeRuleError(
      'shape.groups',
      `The groups of Conv2D (${groups}) divide its filters (${filters}) and the channels of its input.`,
      formatShape([height, width, channels]),
      `Set groups to a number that divides both ${filters} and ${channels}; 1 is the ordinary convolution.`,
    );
  }
  const explicit = kind === 'explicit';
  const [top, bottom, left, right] = explicit ? margins : [0, 0, 0, 0];
  const [outputHeight, outputWidth] = windowShape(
    [height + top + bottom, width + left + right, channels],
    spanOf(kernelSize, dilation),
    strides,
    explicit ? 'valid' : kind,
    'Conv2D',
    kind,
  );
  return { channels, outputHeight, outputWidth };
}

export const conv2d: Operator<Params> = {
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
    kernelSizeField,
    stridesField,
    {
      ...paddingField,
      options: padding.options,
      help: `${paddingField.help} explicit: the rows and columns of zeros that you name.`,
    },
    {
      name: 'explicitPadding',
      label: 'explicit padding',
      control: 'quad',
      min: 0,
      max: 1024,
      step: 1,
      help: 'Rows of zeros above and below, columns left and right. [1, 1, 1, 1] is "padding 1" in PyTorch.',
      visibleWhen: { name: 'padding', is: ['explicit'] },
    },
    { ...dilationField, later: true },
    {
      name: 'groups',
      label: 'groups',
      control: 'integer',
      min: 1,
      max: 1_048_576,
      step: 1,
      help: 'Cuts the channels into so many groups, each with filters of its own (ResNeXt has 32). Divides the channels and the filters.',
      later: true,
    },
    useBiasField,
    kernelInitializerField,
  ],
  outputShape(inputs, params) {
    const { outputHeight, outputWidth } = convolve(inputs, params);
    return [outputHeight, outputWidth, params.filters];
  },
  /** Kernel layout: height, width, channels in (of one group), channels out. */
  weights(inputs, params) {
    const channels = imageInput(inputs, 'Conv2D')[2] / params.groups;
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
    const { channels, outputHeight, outputWidth } = convolve(inputs, params);
    const [height, width] = params.kernelSize;
    return height * width * (channels / params.groups) * params.filters * outputHeight * outputWidth;
  },
  window: ({ kernelSize, strides, dilation }) => ({ size: spanOf(kernelSize, dilation), strides }),
  linear: () => true,
  caption: ({ filters, kernelSize, strides, dilation, groups }) =>
    caption(
      `${kernelSize[0]}×${kernelSize[1]}`,
      `${filters}`,
      strideCaption(strides),
      dilationCaption(dilation),
      groups > 1 ? `${groups} groups` : [],
    ),
};
