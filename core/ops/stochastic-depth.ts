/**
 * StochasticDepth: leaves out a whole branch, for each example by itself (Huang et al., 2016, eq. 2 and 5). Where the
 * paper scales the branch by the survival rate in validation, here what survives is scaled by its reciprocal in
 * training, which is the same in expectation and leaves validation as it is: keras.layers.Dropout with noise_shape
 * (None, 1, ..., 1).
 */
import { z } from 'zod';
import { param } from './fields';
import { defineOperator } from './operator';
import { onlyInput } from './spatial';

const schema = z.strictObject({
  survivalRate: param(z.number().gt(0).max(1).default(0.8), {
    label: 'survival rate',
    step: 0.05,
    help: 'Share of the images for which the branch stays. The paper lets it fall from 1 at the first block to 0.5 at the last.',
  }),
});

export const stochasticDepth = defineOperator({
  type: 'StochasticDepth',
  title: 'StochasticDepth',
  kind: 'regularization',
  help: 'While training, sets everything that comes in to zero, for a random share of the images: put at the end of a block in front of the Add, it skips the block. In validation it does nothing.',
  keywords: ['drop path', 'dropout', 'survival', 'skip', 'regularization'],
  schema,
  outputShape: (inputs) => onlyInput(inputs, 'StochasticDepth'),
  caption: ({ survivalRate }) => `survival ${survivalRate}`,
});
