/** Input: where the images come in (keras.Input). */
import { z } from 'zod';
import { formatShape } from '../format/shape';
import { param } from './fields';
import { defineOperator } from './operator';
import { count } from './shared-params';

const schema = z.strictObject({
  shape: param(z.tuple([count, count, count]).default([32, 32, 3]), {
    label: 'ops.label.shape',
    help: 'ops.param.inputShape',
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
  outputShape: (_inputs, { shape }) => shape,
  caption: ({ shape }) => formatShape(shape),
});
