/** Add: the sum of its inputs, where a shortcut joins the main path (keras.layers.Add; He et al., eq. 1). */
import { z } from 'zod';
import { MOST_INPUTS, sameShapes } from './merge';
import type { Operator } from './operator';

const schema = z.strictObject({});

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
  outputShape: (inputs) => sameShapes(inputs, 'Add'),
  weights: () => [],
  macs: () => 0,
  linear: () => true,
  commutative: true,
  passesAlone: 'any',
  caption: () => '+',
};
