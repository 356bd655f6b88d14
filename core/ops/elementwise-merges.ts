/** Subtract, Multiply, Average and Maximum: several tensors of one shape, value by value (keras.layers.Merge). */
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
  help: 'Takes its second input away from its first, value by value.',
  keywords: ['minus', 'difference', 'merge'],
  inputs: { min: 2, max: 2 },
  linear: () => true,
  passesAlone: 'first',
  caption: () => '−',
});

export const multiply = merge('Multiply', {
  help: 'Multiplies its inputs, value by value: a gate, when one of them lies between 0 and 1.',
  keywords: ['product', 'times', 'gate', 'merge'],
  commutative: true,
  passesAlone: 'any',
  caption: () => '×',
});

export const average = merge('Average', {
  help: 'The mean of its inputs, value by value. Like Add, but the values do not grow with the number of inputs.',
  keywords: ['mean', 'merge', 'ensemble'],
  linear: () => true,
  commutative: true,
  passesAlone: 'any',
  caption: () => 'mean',
});

export const maximum = merge('Maximum', {
  help: 'The largest of its inputs, value by value (Maxout). The gradient goes to the largest alone; of equal ones, to the first.',
  keywords: ['max', 'maxout', 'merge'],
  // Of equal inputs the first takes the gradient, so their order is part of what the node does.
  passesAlone: 'any',
  caption: () => 'max',
});
