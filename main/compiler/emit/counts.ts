/**
 * Counts of correct answers. On a GPU TensorFlow computes int32 in main memory, so labels and guesses are int64 on the
 * way and counts float32, exact up to 2^24: only the counts leave the GPU.
 */
import { bool, casting, reducing, reshaping, type } from './attributes';
import type { EmitContext, Emitters } from './emitter';

type Context = EmitContext<'count_correct' | 'count_top' | 'confusion_matrix'>;

const T = type('float32');
const long = type('int64');

const labels = ({ part, input }: Context): string =>
  part('labels', 'Cast', [input(1)], casting('int32', 'int64'));

/** The class of the highest score. */
function guesses({ part, input, writer }: Context): string {
  const axis = writer.constant('int32', [], [1]);
  return part('guess', 'ArgMax', [input(0), axis], { T, Tidx: type('int32'), output_type: long });
}

/** How many are true. */
function count({ main, part, writer }: Context, truths: string): string[] {
  const ones = part('ones', 'Cast', [truths], casting('bool', 'float32'));
  const sum = part('sum', 'Sum', [ones, writer.ints([0])], reducing('float32'));
  return [main('Cast', [sum], casting('float32', 'int32'))];
}

export const countEmitters = {
  count_correct: (context) => {
    const pair = [guesses(context), labels(context)];
    const right = context.part('right', 'Equal', pair, { T: long, incompatible_shape_error: bool(true) });
    return count(context, right);
  },
  count_top: (context) => {
    const { part, input, attributes, writer } = context;
    const k = writer.constant('int64', [], [attributes.k]);
    return count(context, part('among', 'InTopKV2', [input(0), labels(context), k], { T: long }));
  },
  // Counts of label * classes + guess.
  confusion_matrix: (context) => {
    const { main, part, node, writer } = context;
    const [classes] = node.outputs[0]!.shape as [number];
    const row = part('row', 'Mul', [labels(context), writer.constant('int64', [], [classes])], { T: long });
    const place = part('place', 'AddV2', [row, guesses(context)], { T: long });
    const cell = part('cell', 'Cast', [place], casting('int64', 'int32'));
    const cells = writer.constant('int32', [], [classes * classes]);
    const unweighted = writer.constant('float32', [0], []);
    const counts = part('counts', 'Bincount', [cell, cells, unweighted], { T });
    const square = part('matrix', 'Reshape', [counts, writer.ints([classes, classes])], reshaping('float32'));
    return [main('Cast', [square], casting('float32', 'int32'))];
  },
} satisfies Partial<Emitters>;
