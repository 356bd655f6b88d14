/** SpatialDropout2D: sets whole channels to zero while training (keras.layers.SpatialDropout2D; Tompson et al., 2015). */

import { z } from 'zod';
import { t } from '../messages';
import { defineOperator } from './operator';
import { rateParam } from './shared-params';
import { imageInput } from './spatial';

const schema = z.strictObject({ rate: rateParam('ops.param.spatialDropoutRate') });

export const spatialDropout2d = defineOperator({
  type: 'SpatialDropout2D',
  title: 'SpatialDropout',
  kind: 'regularization',
  help: 'ops.help.SpatialDropout2D',
  keywords: ['dropout', 'channel', 'regularization', 'noise'],
  schema,
  outputShape: (inputs) => imageInput(inputs, 'SpatialDropout2D'),
  caption: ({ rate }) => t('ops.caption.rate', { rate }),
});
