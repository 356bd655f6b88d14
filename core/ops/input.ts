/** Input: where images enter the network (keras.Input). */
import { z } from 'zod';
import { formatShape } from '../format/shape';
import { message } from '../messages';
import { param } from './fields';
import { defineOperator, ShapeRuleError } from './operator';
import { PIXEL_CAPTIONS, pixelValuesSchema, takesChannels } from './pixels';
import { count } from './shared-params';
import { caption } from './spatial';

const schema = z.strictObject({
  shape: param(z.tuple([count, count, count]).default([32, 32, 3]), {
    label: 'ops.label.shape',
    help: 'ops.param.inputShape',
  }),
  pixels: param(pixelValuesSchema.default('0-1'), {
    label: 'ops.label.pixels',
    help: 'ops.param.pixels',
    later: true,
  }),
});

export const input = defineOperator({
  type: 'Input',
  title: 'Input',
  kind: 'io',
  help: 'ops.help.Input',
  keywords: ['image', 'start', 'source', 'x'],
  inputs: { min: 0, max: 0 },
  schema,
  outputShape(_inputs, { shape, pixels }) {
    if (takesChannels(pixels, shape[2])) return shape;
    throw new ShapeRuleError('input.channels', message('ops.rule.pixels', { pixels }), formatShape(shape));
  },
  caption: ({ shape, pixels }) => caption(formatShape(shape), PIXEL_CAPTIONS[pixels] ?? []),
});
