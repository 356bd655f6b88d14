/**
 * ZeroPaddedShortcut: option A of He et al., section 3.3 and 4.2, without weights:
 * `tf.pad(x[:, ::s, ::s, :], [[0,0],[0,0],[0,0],[0, filters-c]])`.
 */
import { z } from 'zod';
import { formatShape } from '../format/shape';
import { message } from '../messages';
import { defineOperator, ShapeRuleError } from './operator';
import { filtersParam, stridesParam } from './shared-params';
import { caption, imageInput, strideCaption, windowOutput } from './spatial';

const schema = z.strictObject({
  filters: filtersParam('ops.param.paddedFilters'),
  strides: stridesParam(),
});

export const zeroPaddedShortcut = defineOperator({
  type: 'ZeroPaddedShortcut',
  title: 'ZeroPadShortcut',
  kind: 'shape',
  help: 'ops.help.ZeroPaddedShortcut',
  keywords: ['option a', 'identity', 'padded shortcut', 'subsample', 'parameter-free'],
  schema,
  outputShape(inputs, { filters, strides }) {
    const [height, width, channels] = imageInput(inputs, 'ZeroPaddedShortcut');
    if (filters < channels) {
      throw new ShapeRuleError(
        'shape.fewer-filters',
        message('ops.rule.zeroPaddedFilters', { filters }),
        formatShape([height, width, channels]),
        message('ops.rule.zeroPaddedFiltersHint', { channels }),
      );
    }
    return [windowOutput(height, 1, strides[0], 'same'), windowOutput(width, 1, strides[1], 'same'), filters];
  },
  window: ({ strides }) => ({ size: [1, 1], strides }),
  linear: () => true,
  caption: ({ filters, strides }) => caption(`${filters}`, strideCaption(strides)),
});
