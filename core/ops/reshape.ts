/** Reshape: the same values in another shape, row-major (keras.layers.Reshape). */
import { z } from 'zod';
import type { Shape } from '../graph/document';
import { formatShape } from '../graph/words';
import { param } from './fields';
import { defineOperator, ShapeRuleError } from './operator';
import { onlyInput } from './spatial';

const side = z
  .int()
  .min(-1)
  .max(1_048_576)
  .refine((size) => size !== 0, 'must be at least 1, or -1 for what is left over');
const schema = z.strictObject({
  targetShape: param(
    z
      .array(side)
      .min(1)
      .max(6)
      .refine((sizes) => sizes.filter((size) => size === -1).length < 2, 'must hold -1 at most once')
      .default([-1]),
    {
      label: 'target shape',
      help: 'Without the batch: 8 × 8 × 64. One side may be -1 and takes what is left over.',
    },
  ),
});

export const reshape = defineOperator({
  type: 'Reshape',
  title: 'Reshape',
  kind: 'shape',
  help: 'Gives the values of one example another shape, row after row. Their number stays the same.',
  keywords: ['shape', 'view', 'unflatten'],
  schema,
  outputShape(inputs, { targetShape }) {
    const input = onlyInput(inputs, 'Reshape');
    const values = product(input);
    const known = product(targetShape.filter((size) => size !== -1));
    const fits = targetShape.includes(-1) ? values % known === 0 : values === known;
    if (!fits) {
      throw new ShapeRuleError(
        'shape.reshape',
        `Reshape keeps the number of values: ${targetShape.join('×')} does not hold ${values}.`,
        formatShape(input),
      );
    }
    return targetShape.map((size) => (size === -1 ? values / known : size));
  },
  linear: () => true,
  caption: ({ targetShape }) => targetShape.join('×'),
});

const product = (shape: Shape): number => shape.reduce((all, size) => all * size, 1);
