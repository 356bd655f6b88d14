/** Activation: one function on every value (keras.layers.Activation). */
import { z } from 'zod';
import { param } from './fields';
import { defineOperator } from './operator';
import { activationFunction, activationParam, NEGATIVE_SLOPE } from './shared-params';
import { onlyInput } from './spatial';

const schema = z.strictObject({
  function: activationParam('relu', 'ops.label.function'),
  negativeSlope: param(z.number().min(0).max(1).default(NEGATIVE_SLOPE), {
    label: 'ops.label.negativeSlope',
    step: 0.05,
    help: 'ops.param.negativeSlope',
    visibleWhen: { name: 'function', is: ['leaky_relu'] },
  }),
});

export const activation = defineOperator({
  type: 'Activation',
  title: 'Activation',
  kind: 'activation',
  help: 'ops.help.Activation',
  keywords: [...activationFunction.options, 'swish', 'hard_silu', 'nonlinearity'],
  schema,
  outputShape: (inputs) => onlyInput(inputs, 'Activation'),
  linear: (params) => params.function === 'linear',
  caption: (params) => params.function,
});
