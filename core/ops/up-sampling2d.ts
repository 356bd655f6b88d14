/** UpSampling2D: the image enlarged by whole factors (keras.layers.UpSampling2D). */
import { z } from 'zod';
import { param } from './fields';
import { defineOperator } from './operator';
import { pair } from './shared-params';
import { caption, imageInput } from './spatial';

const schema = z.strictObject({
  size: param(pair.default([2, 2]), { label: 'ops.label.size', help: 'ops.param.scale' }),
  interpolation: param(z.enum(['nearest', 'bilinear']).default('nearest'), {
    label: 'ops.label.interpolation',
    help: 'ops.param.interpolation',
  }),
});

export const upSampling2d = defineOperator({
  type: 'UpSampling2D',
  title: 'UpSampling',
  kind: 'shape',
  help: 'ops.help.UpSampling2D',
  keywords: ['upsample', 'resize', 'enlarge', 'unpool', 'nearest', 'bilinear'],
  schema,
  outputShape(inputs, { size }) {
    const [height, width, channels] = imageInput(inputs, 'UpSampling2D');
    return [height * size[0], width * size[1], channels];
  },
  /** bilinear: the two pixels around a value. */
  window: ({ size, interpolation: kind }) => ({
    size: kind === 'nearest' ? [1, 1] : [Math.min(size[0], 2), Math.min(size[1], 2)],
    strides: [1 / size[0], 1 / size[1]],
  }),
  linear: () => true,
  caption: ({ size: [high, wide], interpolation: kind }) =>
    caption(`×${high === wide ? high : `${high}×${wide}`}`, kind),
});
