/** Dense: every output sees every input (keras.layers.Dense on vectors). */
import { z } from 'zod';
import type { Shape } from '../graph/document';
import { formatShape } from '../graph/words';
import {
  activationField,
  activationFunction,
  count,
  kernelInitializer,
  kernelInitializerField,
  useBiasField,
} from './fields';
import { type Operator, ShapeRuleError } from './operator';
import { caption, onlyInput } from './spatial';

const schema = z.strictObject({
  units: count.default(10),
  useBias: z.boolean().default(true),
  activation: activationFunction.default('linear'),
  kernelInitializer: kernelInitializer.default('glorot_uniform'),
});

/** Keras would apply the layer at each position of an image; here that is refused, as it is nearly always a slip. */
function vectorLength(inputs: readonly Shape[]): number {
  const shape = onlyInput(inputs, 'Dense');
  const [length] = shape;
  if (shape.length !== 1 || length === undefined) {
    throw new ShapeRuleError(
      'shape.not-a-vector',
      'Dense takes a vector.',
      formatShape(shape),
      'Put a GlobalAveragePooling2D or a Flatten in front of it.',
    );
  }
  return length;
}

export const dense: Operator<z.infer<typeof schema>> = {
  type: 'Dense',
  title: 'Dense',
  kind: 'dense',
  help: 'Every output is a weighted sum of every input. As the last layer, with softmax, it gives one probability per class.',
  kerasClass: 'keras.layers.Dense',
  keywords: ['fully connected', 'linear', 'classifier', 'logits', 'fc'],
  inputs: { min: 1, max: 1 },
  schema,
  fields: [
    {
      name: 'units',
      label: 'units',
      control: 'integer',
      min: 1,
      max: 1_048_576,
      step: 1,
      help: 'Number of outputs; of the last layer, the number of classes.',
    },
    activationField('activation'),
    useBiasField,
    kernelInitializerField,
  ],
  outputShape(inputs, { units }) {
    vectorLength(inputs);
    return [units];
  },
  weights(inputs, { units, useBias, kernelInitializer: initializer }) {
    return [
      { name: 'kernel', shape: [vectorLength(inputs), units], trainable: true, initializer },
      ...(useBias ? [{ name: 'bias', shape: [units], trainable: true, initializer: 'zeros' as const }] : []),
    ];
  },
  macs: (inputs, { units }) => vectorLength(inputs) * units,
  linear: (params) => params.activation === 'linear',
  caption: (params) => caption(`${params.units}`, params.activation === 'linear' ? [] : [params.activation]),
};
