/** Flatten: all values of one example in a row (keras.layers.Flatten). */
import { defineOperator } from './operator';
import { onlyInput } from './spatial';

export const flatten = defineOperator({
  type: 'Flatten',
  title: 'Flatten',
  kind: 'shape',
  help: 'Puts all values of an image in one row, so that a Dense layer can take them.',
  keywords: ['reshape', 'vector'],
  outputShape: (inputs) => [onlyInput(inputs, 'Flatten').reduce((product, side) => product * side, 1)],
  linear: () => true,
  caption: () => 'to a vector',
});
