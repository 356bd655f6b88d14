/** ZeroPadding2D: rows and columns of zeros around the image (keras.layers.ZeroPadding2D). */
import { z } from 'zod';
import { param } from './fields';
import { defineOperator } from './operator';
import { quad } from './parameters';
import { imageInput } from './spatial';

const schema = z.strictObject({
  padding: param(quad.default([1, 1, 1, 1]), {
    label: 'padding',
    help: 'Rows above and below, columns left and right.',
  }),
});

export const zeroPadding2d = defineOperator({
  type: 'ZeroPadding2D',
  title: 'ZeroPad',
  kind: 'shape',
  help: 'Adds rows and columns of zeros around the image. With a "valid" convolution behind it this pads evenly on both sides, as the paper does.',
  keywords: ['zero padding', 'border'],
  schema,
  outputShape(inputs, { padding: [top, bottom, left, right] }) {
    const [height, width, channels] = imageInput(inputs, 'ZeroPadding2D');
    return [height + top + bottom, width + left + right, channels];
  },
  linear: () => true,
  caption: ({ padding }) =>
    padding.every((side) => side === padding[0]) ? `${padding[0]} all round` : padding.join(' '),
});
