/** Rescaling: every value times a factor, plus an offset (keras.layers.Rescaling). */
import { z } from 'zod';
import { param } from './fields';
import { defineOperator } from './operator';
import { caption, onlyInput } from './spatial';

const schema = z.strictObject({
  scale: param(z.number().default(1 / 255), {
    label: 'ops.label.rescale',
    help: 'ops.param.rescale',
    step: 0.1,
  }),
  offset: param(z.number().default(0), { label: 'ops.label.offset', help: 'ops.param.offset', step: 0.1 }),
});

export const rescaling = defineOperator({
  type: 'Rescaling',
  title: 'Rescaling',
  kind: 'normalization',
  help: 'ops.help.Rescaling',
  keywords: ['scale', 'offset', 'preprocessing', 'divide'],
  schema,
  outputShape: (inputs) => onlyInput(inputs, 'Rescaling'),
  linear: () => true,
  caption: ({ scale, offset }) =>
    caption(
      `×${Number(scale.toPrecision(4))}`,
      offset === 0 ? [] : [`${offset < 0 ? '−' : '+'}${Math.abs(offset)}`],
    ),
});
