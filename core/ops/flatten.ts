/** Flatten: all values of one example in a row (keras.layers.Flatten). */
import { t } from '../messages';
import { defineOperator } from './operator';
import { onlyInput } from './spatial';

export const flatten = defineOperator({
  type: 'Flatten',
  title: 'Flatten',
  kind: 'shape',
  help: 'ops.help.Flatten',
  keywords: ['reshape', 'vector'],
  outputShape: (inputs) => [onlyInput(inputs, 'Flatten').reduce((product, side) => product * side, 1)],
  linear: () => true,
  caption: () => t('ops.caption.vector'),
});
