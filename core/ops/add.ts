/** Add: the sum of its inputs, where a shortcut joins the main path (keras.layers.Add; He et al., eq. 1). */
import { z } from 'zod';
import { formatShapes } from '../graph/words';
import { type Operator, ShapeRuleError } from './operator';

const schema = z.strictObject({});

/** More would be a slip of the mouse or a damaged file. */
const MOST_INPUTS = 64;

export const add: Operator<z.infer<typeof schema>> = {
  type: 'Add',
  title: 'Add',
  kind: 'merge',
  help: 'Adds its inputs, value by value. Here a shortcut joins the main path: y = F(x) + x.',
  kerasClass: 'keras.layers.Add',
  keywords: ['sum', 'plus', 'merge', 'residual', 'shortcut', 'skip connection'],
  inputs: { min: 2, max: MOST_INPUTS },
  schema,
  fields: [],
  outputShape(inputs) {
    const [first] = inputs;
    if (first === undefined || inputs.length < 2)
      throw new ShapeRuleError('shape.add-inputs', 'Add takes two or more inputs.', formatShapes(inputs));
    if (
      inputs.some(
        (shape) => shape.length !== first.length || shape.some((side, axis) => side !== first[axis]),
      )
    ) {
      throw new ShapeRuleError(
        'shape.add-mismatch',
        'Add takes inputs of one shape.',
        formatShapes(inputs),
        addHint(inputs),
      );
    }
    return first;
  },
  weights: () => [],
  macs: () => 0,
  linear: () => true,
  caption: () => '+',
};

/** What usually helps: a projection with the right stride and number of filters on the larger input. */
function addHint(inputs: readonly (readonly number[])[]): string {
  const images = inputs.filter((shape) => shape.length === 3);
  if (images.length !== inputs.length) return 'Flatten or pool all of them, or none.';
  const [height, , channels] = images.reduce((a, b) => ((b[0] ?? 0) < (a[0] ?? 0) ? b : a));
  const [largest] = images.reduce((a, b) => ((b[0] ?? 0) > (a[0] ?? 0) ? b : a));
  const stride = Math.ceil((largest ?? 1) / (height ?? 1));
  return stride > 1
    ? `Put a Conv2D with ${channels} filters and strides ${stride} (a projection) on the larger one.`
    : 'Put a 1×1 Conv2D (a projection) on the shortcut that gives it the channels of the main path.';
}
