/** Losses against a distribution. */
import { int, type } from './attributes';
import type { Emitters } from './emitter';

type Family = 'soft_cross_entropy' | 'one_hot';

const T = type('float32');
const integer = type('int32');

export const lossEmitters: Pick<Emitters, Family> = {
  soft_cross_entropy: ({ main, input }) => {
    const losses = main('SoftmaxCrossEntropyWithLogits', [input(0), input(1)], { T });
    return [losses, `${losses}:1`];
  },
  one_hot: ({ main, input, attributes, writer }) => {
    const depth = writer.constant('int32', [], [attributes.classes]);
    return [
      main('OneHot', [input(0), depth, writer.scalar(1), writer.scalar(0)], {
        T,
        TI: integer,
        axis: int(-1),
      }),
    ];
  },
};
