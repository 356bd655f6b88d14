/** Losses against classes and distributions. */
import { int, type } from './attributes';
import type { Emitters } from './emitter';

const T = type('float32');
const integer = type('int32');

export const lossEmitters = {
  softmax_cross_entropy: ({ main, tensors }) => {
    const losses = main('SparseSoftmaxCrossEntropyWithLogits', tensors, { T, Tlabels: integer });
    return [losses, `${losses}:1`];
  },
  soft_cross_entropy: ({ main, tensors }) => {
    const losses = main('SoftmaxCrossEntropyWithLogits', tensors, { T });
    return [losses, `${losses}:1`];
  },
  one_hot: ({ main, input, attributes, writer }) => {
    const inputs = [input(0), writer.constant('int32', [], [attributes.classes])];
    const attr = { T, TI: integer, axis: int(-1) };
    return [main('OneHot', [...inputs, writer.scalar(1), writer.scalar(0)], attr)];
  },
} satisfies Partial<Emitters>;
