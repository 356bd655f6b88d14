/** ZeroPadding2D: rows and columns of zeros around the image (keras.layers.ZeroPadding2D). */
import { z } from 'zod';
import { quad } from './fields';
import type { Operator } from './operator';
import { imageInput } from './spatial';

const schema = z.strictObject({ padding: quad.default([1, 1, 1, 1]) });

export const zeroPadding2d: Operator<z.infer<typeof schema>> = {
  type: 'ZeroPadding2D',
  title: 'ZeroPad',
  kind: 'shape',
  help: 'Adds rows and columns of zeros around the image. With a "valid" convolution behind it this pads evenly on both sides, as the paper does.',
  kerasClass: 'keras.layers.ZeroPadding2D',
  keywords: ['zero padding', 'border'],
  inputs: { min: 1, max: 1 },
  schema,
  fields: [
    {
      name: 'padding',
      label: 'padding',
      control: 'quad',
      min: 0,
      max: 1024,
      step: 1,
      help: 'Rows above and below, columns left and right.',
    },
  ],
  outputShape(inputs, { padding: [top, bottom, left, right] }) {
    const [height, width, channels] = imageInput(inputs, 'ZeroPadding2D');
    return [height + top + bottom, width + left + right, channels];
  },
  weights: () => [],
  macs: () => 0,
  linear: () => true,
  caption: ({ padding }) =>
    padding.every((side) => side === padding[0]) ? `${padding[0]} all round` : padding.join(' '),
};
