/** Flatten: all values of one example in a row (keras.layers.Flatten). */
import { z } from 'zod';
import type { Operator } from './operator';
import { onlyInput } from './spatial';

const schema = z.strictObject({});

export const flatten: Operator<z.infer<typeof schema>> = {
  type: 'Flatten',
  title: 'Flatten',
  kind: 'shape',
  help: 'Puts all values of an image in one row, so that a Dense layer can take them.',
  kerasClass: 'keras.layers.Flatten',
  keywords: ['reshape', 'vector'],
  inputs: { min: 1, max: 1 },
  schema,
  fields: [],
  outputShape: (inputs) => [onlyInput(inputs, 'Flatten').reduce((product, side) => product * side, 1)],
  weights: () => [],
  macs: () => 0,
  linear: () => true,
  caption: () => 'to a vector',
};
