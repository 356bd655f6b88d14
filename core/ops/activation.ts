/** Activation: one function on every value (keras.layers.Activation). */
import { z } from 'zod';
import { activationField, activationFunction, NEGATIVE_SLOPE } from './fields';
import type { Operator } from './operator';
import { onlyInput } from './spatial';

const schema = z.strictObject({
  function: activationFunction.default('relu'),
  negativeSlope: z.number().min(0).max(1).default(NEGATIVE_SLOPE),
});

export const activation: Operator<z.infer<typeof schema>> = {
  type: 'Activation',
  title: 'Activation',
  kind: 'activation',
  help: 'Applies one function to every value. Without such a bend between them, any number of layers could do no more than one.',
  kerasClass: 'keras.layers.Activation',
  keywords: [...activationFunction.options, 'swish', 'hard_silu', 'nonlinearity'],
  inputs: { min: 1, max: 1 },
  schema,
  fields: [
    { ...activationField('function'), label: 'function' },
    {
      name: 'negativeSlope',
      label: 'negative slope',
      control: 'number',
      min: 0,
      max: 1,
      step: 0.05,
      help: 'Of leaky_relu: what values below zero are multiplied with.',
      visibleWhen: { name: 'function', is: ['leaky_relu'] },
    },
  ],
  outputShape: (inputs) => onlyInput(inputs, 'Activation'),
  weights: () => [],
  macs: () => 0,
  linear: (params) => params.function === 'linear',
  caption: (params) => params.function,
};
