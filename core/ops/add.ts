/** Add: the sum of its inputs, where a shortcut joins the main path (keras.layers.Add; He et al., eq. 1). */
import { MOST_INPUTS, sameShapes } from './merge';
import { defineOperator } from './operator';

export const add = defineOperator({
  type: 'Add',
  title: 'Add',
  kind: 'merge',
  help: 'ops.help.Add',
  keywords: ['sum', 'plus', 'merge', 'residual', 'shortcut', 'skip connection'],
  inputs: { min: 2, max: MOST_INPUTS },
  outputShape: (inputs) => sameShapes(inputs, 'Add'),
  linear: () => true,
  commutative: true,
  passesAlone: 'any',
  caption: () => '+',
});
