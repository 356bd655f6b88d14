/**
 * Counts of right answers. On a GPU TensorFlow compares, adds and reshapes int32 in the computer's memory, so labels and
 * guesses are int64 on the way and what is counted float32, exact up to 2^24: no tensor leaves the GPU but the counts.
 */
import { bool, type } from './attributes';
import type { EmitContext, Emitters } from './emitter';

type Family = 'count_correct' | 'count_top' | 'confusion_matrix';
type Context = EmitContext<Family>;

const T = type('float32');
const integer = type('int32');
const long = type('int64');
const Truncate = bool(false);

const labels = ({ part, input }: Context): string =>
  part('labels', 'Cast', [input(1)], { SrcT: integer, DstT: long, Truncate });

/** The class of the highest score. */
function guesses({ part, input, writer }: Context): string {
  const axis = writer.constant('int32', [], [1]);
  return part('guess', 'ArgMax', [input(0), axis], { T, Tidx: integer, output_type: long });
}

/** How many are true. */
function count({ main, part, writer }: Context, truths: string): string {
  const ones = part('ones', 'Cast', [truths], { SrcT: type('bool'), DstT: T, Truncate });
  const over = { T, Tidx: integer, keep_dims: bool(false) };
  const sum = part('sum', 'Sum', [ones, writer.ints([0])], over);
  return main('Cast', [sum], { SrcT: T, DstT: integer, Truncate });
}

export const countEmitters: Pick<Emitters, Family> = {
  count_correct: (context) => {
    const pair = [guesses(context), labels(context)];
    return [
      count(context, context.part('right', 'Equal', pair, { T: long, incompatible_shape_error: bool(true) })),
    ];
  },
  count_top: (context) => {
    const { part, input, attributes, writer } = context;
    const k = writer.constant('int64', [], [attributes.k]);
    return [count(context, part('among', 'InTopKV2', [input(0), labels(context), k], { T: long }))];
  },
  // Counts of label * classes + guess.
  confusion_matrix: (context) => {
    const { main, part, node, writer } = context;
    const [classes] = node.outputs[0]!.shape as [number];
    const row = part('row', 'Mul', [labels(context), writer.constant('int64', [], [classes])], { T: long });
    const place = part('place', 'AddV2', [row, guesses(context)], { T: long });
    const cell = part('cell', 'Cast', [place], { SrcT: long, DstT: integer, Truncate });
    const cells = writer.constant('int32', [], [classes * classes]);
    const unweighted = writer.constant('float32', [0], []);
    const counts = part('counts', 'Bincount', [cell, cells, unweighted], { T });
    const matrix = [counts, writer.ints([classes, classes])];
    const square = part('matrix', 'Reshape', matrix, { T, Tshape: integer });
    return [main('Cast', [square], { SrcT: T, DstT: integer, Truncate })];
  },
};
