/** Activation: one function on every value (keras.layers.Activation). */
import { z } from 'zod';
import { param } from './fields';
import { defineOperator } from './operator';
import { activationFunction, activationParam, NEGATIVE_SLOPE } from './parameters';
import { onlyInput } from './spatial';

const schema = z.strictObject({
  function: activationParam('relu', 'function'),
  negativeSlope: param(z.number().min(0).max(1).default(NEGATIVE_SLOPE), {
    label: 'negative slope',
    step: 0.05,
    help: 'Of leaky_relu: what values below zero are multiplied with.',
    visibleWhen: { name: 'function', is: ['leaky_relu'] },
  }),
});

export const activation = defineOperator({
  type: 'Activation',
  title: 'Activation',
  kind: 'activation',
  help: 'Applies one function to every value. Without such a bend between them, any number of layers could do no more than one.',
  keywords: [...activationFunction.options, 'swish', 'hard_silu', 'nonlinearity'],
  schema,
  outputShape: (inputs) => onlyInput(inputs, 'Activation'),
  linear: (params) => params.function === 'linear',
  caption: (params) => params.function,
});
