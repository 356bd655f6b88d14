/** Subtract, Multiply, Average and Maximum: several tensors of one shape, value by value (keras.layers.Merge). */
import { t } from '../messages';
import { MOST_INPUTS, sameShapes } from './merge';
import { defineOperator } from './operator';

type Merge = ReturnType<typeof defineOperator>;

const merge = (type: string, parts: Pick<Merge, 'help' | 'keywords' | 'caption'> & Partial<Merge>) =>
  defineOperator({
    type,
    title: type,
    kind: 'merge',
    inputs: { min: 2, max: MOST_INPUTS },
    outputShape: (inputs) => sameShapes(inputs, type),
    ...parts,
  });

export const subtract = merge('Subtract', {
  help: 'ops.help.Subtract',
  keywords: ['minus', 'difference', 'merge'],
  inputs: { min: 2, max: 2 },
  linear: () => true,
  passesAlone: 'first',
  caption: () => '−',
});

export const multiply = merge('Multiply', {
  help: 'ops.help.Multiply',
  keywords: ['product', 'times', 'gate', 'merge'],
  commutative: true,
  passesAlone: 'any',
  caption: () => '×',
});

export const average = merge('Average', {
  help: 'ops.help.Average',
  keywords: ['mean', 'merge', 'ensemble'],
  linear: () => true,
  commutative: true,
  passesAlone: 'any',
  caption: () => t('ops.caption.mean'),
});

export const maximum = merge('Maximum', {
  help: 'ops.help.Maximum',
  keywords: ['max', 'maxout', 'merge'],
  // Not commutative: the first of equal inputs takes the gradient.
  passesAlone: 'any',
  caption: () => t('ops.caption.maximum'),
});
