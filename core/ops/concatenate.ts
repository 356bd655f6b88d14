/** Concatenate: the channels of several tensors, one after the other (keras.layers.Concatenate, axis -1). */
import { formatShapes } from '../graph/words';
import { firstOfSeveral, MOST_INPUTS, sameShape } from './merge';
import { defineOperator, ShapeRuleError } from './operator';

export const concatenate = defineOperator({
  type: 'Concatenate',
  title: 'Concatenate',
  kind: 'merge',
  help: 'Puts the channels of its inputs one behind the other, in the order of the inputs (as DenseNet joins paths).',
  keywords: ['concat', 'stack', 'join', 'densenet', 'inception', 'merge'],
  inputs: { min: 2, max: MOST_INPUTS },
  outputShape(inputs) {
    const first = firstOfSeveral(inputs, 'Concatenate');
    const place = first.slice(0, -1);
    if (inputs.some((shape) => shape.length !== first.length || !sameShape(shape.slice(0, -1), place))) {
      throw new ShapeRuleError(
        'shape.concatenate-mismatch',
        'Concatenate takes inputs that differ in their channels (the last number) alone.',
        formatShapes(inputs),
        'Bring them to one height and width, by pooling or strides.',
      );
    }
    return [...place, inputs.reduce((sum, shape) => sum + (shape.at(-1) ?? 0), 0)];
  },
  linear: () => true,
  passesAlone: 'any',
  caption: () => 'channels',
});
