/** Dropout: sets a share of the values to zero while training (keras.layers.Dropout). */

import { z } from 'zod';
import { t } from '../messages';
import { defineOperator } from './operator';
import { rateParam } from './shared-params';
import { onlyInput } from './spatial';

const schema = z.strictObject({ rate: rateParam('ops.param.dropoutRate') });

export const dropout = defineOperator({
  type: 'Dropout',
  title: 'Dropout',
  kind: 'regularization',
  help: 'ops.help.Dropout',
  keywords: ['regularization', 'noise'],
  schema,
  outputShape: (inputs) => onlyInput(inputs, 'Dropout'),
  caption: ({ rate }) => t('ops.caption.rate', { rate }),
});
