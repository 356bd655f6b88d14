/** Losses against a distribution, and counts of right answers. */
import { bool, int, type } from './attributes';
import type { Emitters } from './emitter';

type Family = 'soft_cross_entropy' | 'one_hot' | 'count_top' | 'confusion_matrix';

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
  count_top: ({ main, part, input, attributes, writer }) => {
    const k = writer.constant('int32', [], [attributes.k]);
    const among = part('among', 'InTopKV2', [input(0), input(1), k], { T: integer });
    const ones = part('ones', 'Cast', [among], { SrcT: type('bool'), DstT: integer, Truncate: bool(false) });
    return [main('Sum', [ones, writer.ints([0])], { T: integer, Tidx: integer, keep_dims: bool(false) })];
  },
  // Counts of label * classes + guess.
  confusion_matrix: ({ main, part, input, node, writer }) => {
    const [classes] = node.outputs[0]!.shape as [number];
    const axis = writer.constant('int32', [], [1]);
    const guess = part('guess', 'ArgMax', [input(0), axis], { T, Tidx: integer, output_type: integer });
    const row = part('row', 'Mul', [input(1), writer.constant('int32', [], [classes])], { T: integer });
    const cell = part('cell', 'AddV2', [row, guess], { T: integer });
    const cells = writer.constant('int32', [], [classes * classes]);
    const unweighted = writer.constant('int32', [0], []);
    const counts = part('counts', 'Bincount', [cell, cells, unweighted], { T: integer });
    return [main('Reshape', [counts, writer.ints([classes, classes])], { T: integer, Tshape: integer })];
  },
};
