/** UpSampling2D: the image enlarged by whole factors (keras.layers.UpSampling2D). */
import { z } from 'zod';
import { pair } from './fields';
import type { Operator } from './operator';
import { caption, imageInput } from './spatial';

const interpolation = z.enum(['nearest', 'bilinear']);
const schema = z.strictObject({
  size: pair.default([2, 2]),
  interpolation: interpolation.default('nearest'),
});

export const upSampling2d: Operator<z.infer<typeof schema>> = {
  type: 'UpSampling2D',
  title: 'UpSampling',
  kind: 'shape',
  help: 'Enlarges the image: nearest repeats rows and columns, bilinear fades from pixel to pixel. It has no weights.',
  kerasClass: 'keras.layers.UpSampling2D',
  keywords: ['upsample', 'resize', 'enlarge', 'unpool', 'nearest', 'bilinear'],
  inputs: { min: 1, max: 1 },
  schema,
  fields: [
    {
      name: 'size',
      label: 'size',
      control: 'pair',
      min: 1,
      max: 1024,
      step: 1,
      help: 'Factors for height and width.',
    },
    {
      name: 'interpolation',
      label: 'interpolation',
      control: 'choice',
      options: interpolation.options,
      help: 'nearest: each pixel is repeated. bilinear: values in between are weighted means of the four pixels around.',
    },
  ],
  outputShape(inputs, { size }) {
    const [height, width, channels] = imageInput(inputs, 'UpSampling2D');
    return [height * size[0], width * size[1], channels];
  },
  weights: () => [],
  macs: () => 0,
  /** Of bilinear the two pixels that a value lies between. */
  window: ({ size, interpolation: kind }) => ({
    size: kind === 'nearest' ? [1, 1] : [Math.min(size[0], 2), Math.min(size[1], 2)],
    strides: [1 / size[0], 1 / size[1]],
  }),
  linear: () => true,
  caption: ({ size: [high, wide], interpolation: kind }) =>
    caption(`×${high === wide ? high : `${high}×${wide}`}`, kind),
};
