/** ZeroPadding2D: rows and columns of zeros around the image (keras.layers.ZeroPadding2D). */

import { z } from 'zod';
import { t } from '../messages';
import { param } from './fields';
import { defineOperator } from './operator';
import { quad } from './shared-params';
import { imageInput } from './spatial';

const schema = z.strictObject({
  padding: param(quad.default([1, 1, 1, 1]), {
    label: 'ops.label.padding',
    help: 'ops.param.zeroPadding',
  }),
});

export const zeroPadding2d = defineOperator({
  type: 'ZeroPadding2D',
  title: 'ZeroPad',
  kind: 'shape',
  help: 'ops.help.ZeroPadding2D',
  keywords: ['zero padding', 'border'],
  schema,
  outputShape(inputs, { padding: [top, bottom, left, right] }) {
    const [height, width, channels] = imageInput(inputs, 'ZeroPadding2D');
    return [height + top + bottom, width + left + right, channels];
  },
  linear: () => true,
  caption: ({ padding }) =>
    padding.every((side) => side === padding[0])
      ? t('ops.caption.allSides', { size: padding[0] })
      : padding.join(' '),
});
