/** Dropout of values, and of whole channels (keras.layers.SpatialDropout2D; Tompson et al., 2015), while training. */
import { z } from 'zod';
import type { Shape } from '../graph/document';
import { type Key, t } from '../messages';
import { defineOperator, type Operator } from './operator';
import { rateParam } from './shared-params';
import { imageInput, onlyInput } from './spatial';

interface Parts extends Pick<Operator, 'type' | 'title' | 'help' | 'keywords'> {
  outputShape(inputs: readonly Shape[]): Shape;
}

const dropping = (rateHelp: Key, parts: Parts) =>
  defineOperator({
    ...parts,
    kind: 'regularization',
    schema: z.strictObject({ rate: rateParam(rateHelp) }),
    caption: ({ rate }) => t('ops.caption.rate', { rate }),
  });

export const dropout = dropping('ops.param.dropoutRate', {
  type: 'Dropout',
  title: 'Dropout',
  help: 'ops.help.Dropout',
  keywords: ['regularization', 'noise'],
  outputShape: (inputs) => onlyInput(inputs, 'Dropout'),
});

export const spatialDropout2d = dropping('ops.param.spatialDropoutRate', {
  type: 'SpatialDropout2D',
  title: 'SpatialDropout',
  help: 'ops.help.SpatialDropout2D',
  keywords: ['dropout', 'channel', 'regularization', 'noise'],
  outputShape: (inputs) => imageInput(inputs, 'SpatialDropout2D'),
});
