/** LayerNormalization over the last axis (keras.layers.LayerNormalization; Ba et al., 2016). */
import { z } from 'zod';
import { formatShape } from '../graph/words';
import { epsilon, epsilonField } from './fields';
import { type Operator, ShapeRuleError } from './operator';
import { onlyInput } from './spatial';

const schema = z.strictObject({ epsilon: epsilon.default(0.001) });

export const layerNormalization: Operator<z.infer<typeof schema>> = {
  type: 'LayerNormalization',
  title: 'LayerNorm',
  kind: 'normalization',
  help: 'Brings the channels of each pixel to mean 0 and variance 1, then scales and shifts them by learned numbers. It does the same in training and validation, whatever the batch.',
  kerasClass: 'keras.layers.LayerNormalization',
  keywords: ['layer normalization', 'ln', 'norm'],
  inputs: { min: 1, max: 1 },
  schema,
  fields: [epsilonField],
  outputShape(inputs) {
    const shape = onlyInput(inputs, 'LayerNormalization');
    if (shape.length === 0)
      throw new ShapeRuleError(
        'shape.no-channels',
        'LayerNormalization takes an input with channels.',
        formatShape(shape),
      );
    return shape;
  },
  weights(inputs) {
    const shape = [onlyInput(inputs, 'LayerNormalization').at(-1) ?? 0];
    return [
      { name: 'gamma', shape, trainable: true, initializer: 'ones' },
      { name: 'beta', shape, trainable: true, initializer: 'zeros' },
    ];
  },
  macs: () => 0,
  linear: () => true,
  caption: ({ epsilon: value }) => `ε ${value}`,
};
