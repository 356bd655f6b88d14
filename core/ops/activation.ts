/** Activation: one function on every value (keras.layers.Activation). */
import { z } from 'zod';
import { activationField, activationFunction } from './fields';
import type { Operator } from './operator';
import { onlyInput } from './spatial';

const schema = z.strictObject({ function: activationFunction.default('relu') });

export const activation: Operator<z.infer<typeof schema>> = {
  type: 'Activation',
  title: 'Activation',
  kind: 'activation',
  help: 'Applies one function to every value. Without such a bend between them, any number of layers could do no more than one.',
  kerasClass: 'keras.layers.Activation',
  keywords: ['relu', 'softmax', 'sigmoid', 'tanh', 'linear', 'nonlinearity'],
  inputs: { min: 1, max: 1 },
  schema,
  fields: [{ ...activationField('function'), label: 'function' }],
  outputShape: (inputs) => onlyInput(inputs, 'Activation'),
  weights: () => [],
  macs: () => 0,
  linear: (params) => params.function === 'linear',
  caption: (params) => params.function,
};
