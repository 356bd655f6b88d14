/**
 * StochasticDepth: drops a whole branch, independently for each example (Huang et al., 2016, eq. 2 and 5). The paper
 * scales by the survival rate in validation; here the surviving values are scaled by its reciprocal in training, which
 * is the same in expectation: keras.layers.Dropout with noise_shape (None, 1, ..., 1).
 */
import { z } from 'zod';
import { t } from '../messages';
import { param } from './fields';
import { defineOperator } from './operator';
import { onlyInput } from './spatial';

const schema = z.strictObject({
  survivalRate: param(z.number().gt(0).max(1).default(0.8), {
    label: 'ops.label.survivalRate',
    step: 0.05,
    help: 'ops.param.survivalRate',
  }),
});

export const stochasticDepth = defineOperator({
  type: 'StochasticDepth',
  title: 'StochasticDepth',
  kind: 'regularization',
  help: 'ops.help.StochasticDepth',
  keywords: ['drop path', 'dropout', 'survival', 'skip', 'regularization'],
  schema,
  outputShape: (inputs) => onlyInput(inputs, 'StochasticDepth'),
  caption: ({ survivalRate: rate }) => t('ops.caption.survival', { rate }),
});
