/** Flatten: all values of one example in a row (keras.layers.Flatten). */
import { elementCount } from '../basics/element-count';
import { t } from '../messages';
import { defineOperator } from './operator';
import { onlyInput } from './spatial';

export const flatten = defineOperator({
  type: 'Flatten',
  title: 'Flatten',
  kind: 'shape',
  help: 'ops.help.Flatten',
  keywords: ['reshape', 'vector'],
  outputShape: (inputs) => [elementCount(onlyInput(inputs, 'Flatten'))],
  linear: () => true,
  caption: () => t('ops.caption.vector'),
});
