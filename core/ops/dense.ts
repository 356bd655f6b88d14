/** Dense (keras.layers.Dense on vectors). */
import { z } from 'zod';
import { formatShape } from '../format/shape';
import type { Shape } from '../graph/document';
import { message } from '../messages';
import { param } from './fields';
import { biasOf, defineOperator, ShapeRuleError, weight } from './operator';
import { activationParam, count, initializerParam, useBiasParam } from './shared-params';
import { caption, onlyInput } from './spatial';

const schema = z.strictObject({
  units: param(count.default(10), {
    label: 'ops.label.units',
    help: 'ops.param.units',
  }),
  activation: activationParam('linear'),
  useBias: useBiasParam,
  kernelInitializer: initializerParam(),
});

/** Keras would apply the layer at each position of an image. That is nearly always a mistake, so it is refused. */
function vectorLength(inputs: readonly Shape[]): number {
  const shape = onlyInput(inputs, 'Dense');
  const [length] = shape;
  if (shape.length !== 1 || length === undefined) {
    throw new ShapeRuleError(
      'shape.not-a-vector',
      message('ops.rule.dense'),
      formatShape(shape),
      message('ops.rule.denseHint'),
    );
  }
  return length;
}

export const dense = defineOperator({
  type: 'Dense',
  title: 'Dense',
  kind: 'dense',
  help: 'ops.help.Dense',
  keywords: ['fully connected', 'linear', 'classifier', 'logits', 'fc'],
  schema,
  outputShape(inputs, { units }) {
    vectorLength(inputs);
    return [units];
  },
  weights(inputs, { units, useBias, kernelInitializer: initializer }) {
    return [weight('kernel', [vectorLength(inputs), units], initializer), ...biasOf(useBias, units)];
  },
  macs: (inputs, { units }) => vectorLength(inputs) * units,
  linear: (params) => params.activation === 'linear',
  caption: (params) => caption(`${params.units}`, params.activation === 'linear' ? [] : [params.activation]),
});
