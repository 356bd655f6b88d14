/** Concatenate: the channels of several tensors, one after the other (keras.layers.Concatenate, axis -1). */
import { formatShapes } from '../format/shape';
import { message, t } from '../messages';
import { firstOfSeveral, MOST_INPUTS, sameShape } from './merge';
import { defineOperator, ShapeRuleError } from './operator';

export const concatenate = defineOperator({
  type: 'Concatenate',
  title: 'Concatenate',
  kind: 'merge',
  help: 'ops.help.Concatenate',
  keywords: ['concat', 'stack', 'join', 'densenet', 'inception', 'merge'],
  inputs: { min: 2, max: MOST_INPUTS },
  outputShape(inputs) {
    const first = firstOfSeveral(inputs, 'Concatenate');
    const place = first.slice(0, -1);
    if (inputs.some((shape) => shape.length !== first.length || !sameShape(shape.slice(0, -1), place))) {
      throw new ShapeRuleError(
        'shape.concatenate-mismatch',
        message('ops.rule.concatenate'),
        formatShapes(inputs),
        message('ops.rule.concatenateHint'),
      );
    }
    return [...place, inputs.reduce((sum, shape) => sum + (shape.at(-1) ?? 0), 0)];
  },
  linear: () => true,
  passesAlone: 'any',
  caption: () => t('ops.caption.channels'),
});
