/** BatchNormalization over the last axis (keras.layers.BatchNormalization; Ioffe and Szegedy, 2015). */
import { z } from 'zod';
import { formatShape } from '../graph/words';
import { epsilon, epsilonField } from './fields';
import { type Operator, ShapeRuleError } from './operator';
import { onlyInput } from './spatial';

const schema = z.strictObject({
  momentum: z.number().min(0).max(1).default(0.99),
  epsilon: epsilon.default(0.001),
  gammaInitializer: z.enum(['ones', 'zeros']).default('ones'),
});

export const batchNormalization: Operator<z.infer<typeof schema>> = {
  type: 'BatchNormalization',
  title: 'BatchNorm',
  kind: 'normalization',
  help: 'Brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it by learned numbers. In validation it uses the moving mean and variance.',
  kerasClass: 'keras.layers.BatchNormalization',
  keywords: ['batch normalization', 'bn', 'norm'],
  inputs: { min: 1, max: 1 },
  schema,
  fields: [
    {
      name: 'momentum',
      label: 'momentum',
      control: 'number',
      min: 0,
      max: 1,
      step: 0.01,
      help: 'Share of the old moving mean and variance that is kept at each step (Keras way: 0.99; 0.1 in PyTorch is 0.9 here).',
    },
    epsilonField,
    {
      name: 'gammaInitializer',
      label: 'initial gamma',
      control: 'choice',
      options: schema.shape.gammaInitializer.unwrap().options,
      help: 'ones lets the signal through. zeros, on the last one of a residual block, lets the block begin as its shortcut (Goyal et al., 2017); without the shortcut it counts as ones.',
      later: true,
    },
  ],
  outputShape(inputs) {
    const shape = onlyInput(inputs, 'BatchNormalization');
    if (shape.length === 0)
      throw new ShapeRuleError(
        'shape.no-channels',
        'BatchNormalization takes an input with channels.',
        formatShape(shape),
      );
    return shape;
  },
  weights(inputs, { gammaInitializer }) {
    const shape = [onlyInput(inputs, 'BatchNormalization').at(-1) ?? 0];
    return [
      { name: 'gamma', shape, trainable: true, initializer: gammaInitializer },
      { name: 'beta', shape, trainable: true, initializer: 'zeros' },
      { name: 'moving_mean', shape, trainable: false, initializer: 'zeros' },
      { name: 'moving_variance', shape, trainable: false, initializer: 'ones' },
    ];
  },
  macs: () => 0,
  linear: () => true,
  caption: ({ momentum, epsilon: value, gammaInitializer }) =>
    `ε ${value} · m ${momentum}${gammaInitializer === 'zeros' ? ' · γ 0' : ''}`,
};
