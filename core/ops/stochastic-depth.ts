/**
 * StochasticDepth: drops a whole branch (Huang et al., 2016, eq. 2 and 5), for all examples of a batch, as the paper does,
 * or for each by itself: torchvision's modes "batch" and "row". The paper scales by the survival rate in validation; here
 * the surviving values are scaled by its reciprocal in training, which is the same in expectation: keras.layers.Dropout with
 * noise_shape (1 or None, 1, ..., 1).
 */
import { z } from 'zod';
import { t } from '../messages';
import { param } from './fields';
import { defineOperator } from './operator';
import { onlyInput } from './spatial';

/** The examples that are dropped together. */
export const dropModeSchema = z.enum(['batch', 'example']);

const schema = z.strictObject({
  survivalRate: param(z.number().gt(0).max(1).default(0.8), {
    label: 'ops.label.survivalRate',
    step: 0.05,
    help: 'ops.param.survivalRate',
  }),
  mode: param(dropModeSchema.default('example'), {
    label: 'ops.label.dropMode',
    help: 'ops.param.dropMode',
    later: true,
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
