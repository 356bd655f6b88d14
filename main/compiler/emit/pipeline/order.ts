/** Which images an iteration sees, as a data set of their indices or of batches of them: core/study/order.ts. */
import { SHUFFLED_BATCHES, stepsPerEpoch, TUTORIAL_SEED } from '../../../../core/study/order';
import { casting, type } from '../attributes';
import type { EmitContext } from '../emitter';
import { CPU } from '../writer';
import { Datasets, indices } from './dataset';
import { FunctionBody } from './function-body';

const device = CPU;
const long = { T: type('int64') };

/** A data set of indices. */
export interface Indices {
  source: string;
  /** Its elements are batches. */
  batched: boolean;
}

type Context = EmitContext<'begin_iteration'>;

export function indicesOf(context: Context): Indices {
  const { iterator, shuffle, order, only } = context.attributes;
  const datasets = new Datasets(context);
  if (only) return { source: datasets.only(only), batched: false };
  if (shuffle && order === 'tutorial') return { source: tutorialBatches(context, datasets), batched: true };
  const range = datasets.range(iterator.count);
  if (shuffle) return { source: shuffledFrom(context, datasets, range), batched: false };
  const all = context.inputs.length === 0 ? range : datasets.skip(range, skipped(context, 0));
  return { source: all, batched: false };
}

export const inBatches = (datasets: Datasets, { source, batched }: Indices, size: number): string =>
  batched ? source : datasets.batch(source, size, indices);

/** All indices in an order that (seed, epoch) determines, without those of the batches before the first. */
function shuffledFrom(context: Context, datasets: Datasets, range: string): string {
  const { count } = context.attributes.iterator;
  // tf.data takes the pair of seeds (0, 0) for "any seed".
  const offset = context.writer.constant('int64', [], [2 ** 32]);
  const epoch = cast(context, 'epoch', 1);
  const second = context.part('second_seed', 'AddV2', [epoch, offset], long, { device });
  const shuffled = datasets.shuffle(range, count, [cast(context, 'seed', 0), second]);
  return datasets.skip(shuffled, skipped(context, 2));
}

/**
 * Numbers of batches, repeated and shuffled by the seed alone; an epoch takes its part of the stream. What comes before
 * is drawn again and dropped: a number each, so that is quick.
 */
function tutorialBatches(context: Context, datasets: Datasets): string {
  const { part, writer, attributes } = context;
  const { count, batchSize } = attributes.iterator;
  const steps = stepsPerEpoch(count, { order: 'tutorial', batchSize });
  const whole = (value: number) => writer.constant('int64', [], [value]);
  const op = (name: string, kind: string, a: string, b: string) => part(name, kind, [a, b], long, { device });
  const stream = datasets.repeat(datasets.range(Math.ceil(count / batchSize)));
  const shuffled = datasets.shuffle(stream, SHUFFLED_BATCHES, [
    cast(context, 'seed', 0),
    whole(TUTORIAL_SEED),
  ]);
  const first = cast(context, 'first_batch', 2);
  const epochs = op('epochs', 'Sub', cast(context, 'epoch', 1), whole(1));
  const before = op('before', 'AddV2', op('steps', 'Mul', epochs, whole(steps)), first);
  const rest = op('rest', 'Sub', whole(steps), first);
  const ofEpoch = datasets.take(datasets.skip(shuffled, before), rest);
  const f = writer.define('indices_of_batch', (name) => {
    const body = new FunctionBody(name, [['batch', 'int64']]);
    const begin = body.integer('Mul', 'batch', batchSize, 'int64');
    const end = body.integer('Minimum', body.integer('AddV2', begin, batchSize, 'int64'), count, 'int64');
    const range = body.op('Range', [begin, end, body.whole(1, 'int64')], { Tidx: type('int64') });
    return body.define({ indices: [range, 'int64'] });
  });
  return datasets.map('batches', ofEpoch, f, indices, []);
}

/** Images in the batches before the first. @param first the input that counts those batches */
function skipped(context: Context, first: number): string {
  const size = context.writer.constant('int64', [], [context.attributes.iterator.batchSize]);
  return context.part('skipped', 'Mul', [cast(context, 'first_batch', first), size], long, { device });
}

const cast = ({ part, input }: Context, name: string, index: number): string =>
  part(name, 'Cast', [input(index)], casting('int32', 'int64'), { device });
