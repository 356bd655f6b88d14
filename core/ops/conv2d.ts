/** Conv2D (keras.layers.Conv2D, channels last). */
import { z } from 'zod';
import { formatShape } from '../format/shape';
import type { Shape } from '../graph/document';
import { message, t } from '../messages';
import { param } from './fields';
import { biasOf, defineOperator, ShapeRuleError, weight } from './operator';
import {
  count,
  dilationParam,
  filtersParam,
  initializerParam,
  kernelSizeParam,
  paddings,
  quad,
  stridesParam,
  useBiasParam,
} from './shared-params';
import {
  caption,
  checkDilation,
  dilationCaption,
  imageInput,
  spanOf,
  strideCaption,
  windowShape,
} from './spatial';

const schema = z.strictObject({
  filters: filtersParam(),
  kernelSize: kernelSizeParam,
  strides: stridesParam(),
  padding: param(z.enum([...paddings, 'explicit']).default('valid'), {
    label: 'ops.label.padding',
    help: 'ops.param.convPadding',
  }),
  explicitPadding: param(quad.default([1, 1, 1, 1]), {
    label: 'ops.label.explicitPadding',
    help: 'ops.param.explicitPadding',
    visibleWhen: { name: 'padding', is: ['explicit'] },
  }),
  dilation: dilationParam({ later: true }),
  groups: param(count.default(1), {
    label: 'ops.label.groups',
    help: 'ops.param.convGroups',
    later: true,
  }),
  useBias: useBiasParam,
  kernelInitializer: initializerParam(),
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
      message('ops.rule.convGroups', { groups, filters }),
      formatShape([height, width, channels]),
      message('ops.rule.convGroupsHint', { filters, channels }),
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

export const conv2d = defineOperator({
  type: 'Conv2D',
  title: 'Conv2D',
  kind: 'convolution',
  help: 'ops.help.Conv2D',
  keywords: ['convolution', 'filter', 'kernel', 'projection', 'pointwise'],
  schema,
  outputShape(inputs, params) {
    const { outputHeight, outputWidth } = convolve(inputs, params);
    return [outputHeight, outputWidth, params.filters];
  },
  /** Kernel layout: height, width, channels in (of one group), channels out. */
  weights(inputs, params) {
    const channels = imageInput(inputs, 'Conv2D')[2] / params.groups;
    const shape = [...params.kernelSize, channels, params.filters];
    return [weight('kernel', shape, params.kernelInitializer), ...biasOf(params.useBias, params.filters)];
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
      groups > 1 ? t('ops.caption.groups', { groups }) : [],
    ),
});
