/** Cropping2D: rows and columns taken off the edges (keras.layers.Cropping2D). */

import { z } from 'zod';
import { formatShape } from '../format/shape';
import { message, t } from '../messages';
import { param } from './fields';
import { defineOperator, ShapeRuleError } from './operator';
import { quad } from './shared-params';
import { imageInput } from './spatial';

const schema = z.strictObject({
  cropping: param(quad.default([1, 1, 1, 1]), {
    label: 'ops.label.cropping',
    help: 'ops.param.cropping',
  }),
});

export const cropping2d = defineOperator({
  type: 'Cropping2D',
  title: 'Crop',
  kind: 'shape',
  help: 'ops.help.Cropping2D',
  keywords: ['crop', 'cut', 'border', 'trim'],
  schema,
  outputShape(inputs, { cropping: [top, bottom, left, right] }) {
    const [height, width, channels] = imageInput(inputs, 'Cropping2D');
    if (height <= top + bottom || width <= left + right) {
      throw new ShapeRuleError(
        'shape.cropped-away',
        message('ops.rule.cropping', { rows: top + bottom, columns: left + right }),
        formatShape([height, width, channels]),
        message('ops.rule.croppingHint'),
      );
    }
    return [height - top - bottom, width - left - right, channels];
  },
  linear: () => true,
  caption: ({ cropping }) =>
    cropping.every((side) => side === cropping[0])
      ? t('ops.caption.allSides', { size: cropping[0] })
      : cropping.join(' '),
});
