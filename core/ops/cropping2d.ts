/** Cropping2D: rows and columns taken off the edges (keras.layers.Cropping2D). */
import { z } from 'zod';
import { plural } from '../format/plural';
import { formatShape } from '../graph/words';
import { param } from './fields';
import { defineOperator, ShapeRuleError } from './operator';
import { quad } from './parameters';
import { imageInput } from './spatial';

const schema = z.strictObject({
  cropping: param(quad.default([1, 1, 1, 1]), {
    label: 'cropping',
    help: 'Rows taken off above and below, columns left and right.',
  }),
});

export const cropping2d = defineOperator({
  type: 'Cropping2D',
  title: 'Crop',
  kind: 'shape',
  help: 'Takes rows and columns off the edges of the image.',
  keywords: ['crop', 'cut', 'border', 'trim'],
  schema,
  outputShape(inputs, { cropping: [top, bottom, left, right] }) {
    const [height, width, channels] = imageInput(inputs, 'Cropping2D');
    if (height <= top + bottom || width <= left + right) {
      throw new ShapeRuleError(
        'shape.cropped-away',
        `Cropping2D leaves at least one row and column: it takes ${plural(top + bottom, 'row')} and ${plural(left + right, 'column')} off.`,
        formatShape([height, width, channels]),
        'Crop less, or pool less before it.',
      );
    }
    return [height - top - bottom, width - left - right, channels];
  },
  linear: () => true,
  caption: ({ cropping }) =>
    cropping.every((side) => side === cropping[0]) ? `${cropping[0]} all round` : cropping.join(' '),
});
