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
} from './shared-params';
import { caption, imageInput } from './spatial';

const schema = z.strictObject({
  filters: filtersParam(),
  kernelSize: kernelSizeParam,
  strides: stridesParam(1, 'ops.param.transposeStrides'),
  padding: paddingParam('ops.param.transposePadding'),
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
  help: 'ops.help.Conv2DTranspose',
  keywords: ['transposed convolution', 'deconvolution', 'upsample', 'enlarge', 'decoder'],
  schema,
  outputShape: (inputs, params) => [...enlarged(inputs, params), params.filters],
  /** Kernel layout: height, width, channels out, channels in. */
  weights(inputs, { kernelSize, filters, useBias, kernelInitializer: initializer }) {
    const [, , channels] = imageInput(inputs, 'Conv2DTranspose');
    return [weight('kernel', [...kernelSize, filters, channels], initializer), ...biasOf(useBias, filters)];
  },
  /** Each input pixel is multiplied with each weight; what "same" then cuts off is counted too. */
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
