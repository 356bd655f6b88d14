/** Reshape: the same values in another shape, row-major (keras.layers.Reshape). */

import { z } from 'zod';
import { elementCount } from '../basics/element-count';
import { formatShape } from '../format/shape';
import { message, rule } from '../messages';
import { param } from './fields';
import { defineOperator, ShapeRuleError } from './operator';
import { onlyInput } from './spatial';

const side = z
  .int()
  .min(-1)
  .max(1_048_576)
  .refine((size) => size !== 0, rule(message('ops.rule.reshapeSide')));
const schema = z.strictObject({
  targetShape: param(
    z
      .array(side)
      .min(1)
      .max(6)
      .refine(
        (sizes) => sizes.filter((size) => size === -1).length < 2,
        rule(message('ops.rule.reshapeOnce')),
      )
      .default([-1]),
    {
      label: 'ops.label.targetShape',
      help: 'ops.param.targetShape',
    },
  ),
});

export const reshape = defineOperator({
  type: 'Reshape',
  title: 'Reshape',
  kind: 'shape',
  help: 'ops.help.Reshape',
  keywords: ['shape', 'view', 'unflatten'],
  schema,
  outputShape(inputs, { targetShape }) {
    const input = onlyInput(inputs, 'Reshape');
    const values = elementCount(input);
    const known = elementCount(targetShape.filter((size) => size !== -1));
    const fits = targetShape.includes(-1) ? values % known === 0 : values === known;
    if (!fits) {
      throw new ShapeRuleError(
        'shape.reshape',
        message('ops.rule.reshape', { shape: formatShape(targetShape), values }),
        formatShape(input),
      );
    }
    return targetShape.map((size) => (size === -1 ? values / known : size));
  },
  linear: () => true,
  caption: ({ targetShape }) => formatShape(targetShape),
});
