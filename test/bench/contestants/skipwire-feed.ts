/**
 * The input pipeline alone. Asked for `steps` it goes through all images once each. Asked for the figures it does so with
 * the cached ones, and copies memory beside it to tell how fast that is here.
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { preprocessingSchema } from '../../../core/study/data';
import { compileDecoder } from '../../../main/compiler/decoder';
import { emit } from '../../../main/compiler/emit';
import type { IteratorSpec } from '../../../main/compiler/ir/attributes';
import { Builder } from '../../../main/compiler/ir/builder';
import { declareData, imageStore, loadSplit } from '../../../main/compiler/passes/load-data';
import type { FileSplit, SplitSource } from '../../../main/compiler/types';
import { findEngine } from '../../../main/engine';
import { openSession } from '../../../main/engine/session';
import { type Engine, type Session, SessionError } from '../../../main/engine/types';
import { int32 } from '../../../main/engine/values';
import { serve } from '../protocol';

/**
 * batches: photographs decoded and resized to batches of floats, as they are trained on without a cache. bytes: the same
 * handed over as bytes, as for the cache. cached: batches of floats out of the cache. */
export type FeedPass = 'batches' | 'bytes' | 'cached';

export interface FeedAssignment {
  split: FileSplit;
  side: number;
  batch: number;
}

const COPIED = 256 * 2 ** 20;

async function open(engine: Engine, savedModel: Uint8Array, tags: readonly string[]): Promise<Session> {
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-bench-'));
  writeFileSync(join(folder, 'saved_model.pb'), savedModel);
  const session = await openSession(engine, folder, tags);
  rmSync(folder, { recursive: true, force: true });
  return session;
}

/** Calls until the sequence ends. */
async function drain(session: Session, signature: string, each: (value: Int32Array) => void): Promise<void> {
  for (;;) {
    try {
      const [value] = Object.values(await session.run(signature));
      each(value!.data as Int32Array);
    } catch (error) {
      if (error instanceof SessionError && error.endOfSequence) return;
      throw error;
    }
  }
}

/**
 * Batches of a training without a network: `begin_epoch`, and `take_batch`, which makes the floats in 0..1 that the
 * network takes, in TensorFlow's memory, and hands over their number alone.
 */
function feedModel(source: SplitSource, { side, batch }: FeedAssignment): Uint8Array {
  const imageShape = [side, side, 3];
  const iterator: IteratorSpec = {
    name: '.data/train/iterator',
    split: 'train',
    images: imageStore('train', source, imageShape),
    labels: '.data/train/labels',
    imageShape,
    preprocessing: preprocessingSchema.parse({}),
    count: source.count,
    batchSize: batch,
    bytes: true,
    threads: availableParallelism(),
  };
  const build = new Builder();
  declareData(build, iterator);
  const effects = loadSplit(build, { source, iterator });
  build.entry({ name: 'load_data', inputs: {}, outputs: {}, effects });
  const names = ['seed', 'epoch', 'first_batch'];
  const inputs = names.map((name) => build.value('input', name, [], { dtype: 'int32', shape: [] }));
  const begin = build.add('begin_iteration', 'begin', inputs, { iterator, shuffle: true });
  const fed = Object.fromEntries(names.map((name, index) => [name, inputs[index]!]));
  build.entry({ name: 'begin_epoch', inputs: fed, outputs: {}, effects: [begin.name] });
  const next = build.add('next_batch', 'next', [], { iterator });
  const count = build.value('batch_size', 'count', [next.outputs[1]!], {});
  build.entry({ name: 'take_batch', inputs: {}, outputs: { count }, effects: [next.name] });
  return emit(build.finish(), { tags: ['feed'] });
}

async function feeder(engine: Engine, source: SplitSource, assignment: FeedAssignment) {
  const session = await open(engine, feedModel(source, assignment), ['feed']);
  await session.run('load_data');
  let epoch = 0;
  /** Milliseconds of one epoch. */
  return async (): Promise<number> => {
    const began = performance.now();
    const start = { seed: int32(1), epoch: int32(++epoch), first_batch: int32(0) };
    await session.run('begin_epoch', start);
    let images = 0;
    await drain(session, 'take_batch', ([count = 0]) => {
      images += count;
    });
    if (images !== source.count) throw new Error(`Received ${images} images of ${source.count}.`);
    return performance.now() - began;
  };
}

async function decoder(engine: Engine, { split, side, batch }: FeedAssignment) {
  const imageShape = [side, side, 3];
  const threads = availableParallelism();
  const model = compileDecoder(split, { imageShape, batchSize: batch, threads });
  const session = await open(engine, model.savedModel, model.tags);
  await session.run('load_data');
  return async (take: (value: Int32Array) => void): Promise<number> => {
    const began = performance.now();
    let bytes = 0;
    await session.run('begin_decoding', { first_batch: int32(0) });
    await drain(session, 'decode_next', (value) => {
      bytes += value.byteLength;
      take(value);
    });
    if (bytes !== split.count * side * side * 3) throw new Error(`Received ${bytes} bytes of images.`);
    return performance.now() - began;
  };
}

async function main(assignment: FeedAssignment): Promise<void> {
  const { split, side } = assignment;
  const engine = await findEngine();
  if (!engine) throw new Error('TensorFlow is not on this machine.');
  const decode = await decoder(engine, assignment);
  const imagesFile = `${split.pathsFile}.u8`;
  const file = openSync(imagesFile, 'w');
  await decode((value) => writeSync(file, new Uint8Array(value.buffer, value.byteOffset, value.byteLength)));
  closeSync(file);
  const fromFiles = await feeder(engine, split, assignment);
  const cache = { imagesFile, labelsFile: split.labelsFile, count: split.count };
  const fromCache = await feeder(engine, cache, assignment);
  const passes: Record<FeedPass, () => Promise<number>> = {
    batches: fromFiles,
    bytes: () => decode(() => undefined),
    cached: fromCache,
  };
  for (const pass of Object.values(passes)) await pass();
  const [from, to] = [Buffer.alloc(COPIED, 1), Buffer.alloc(COPIED, 2)];
  await serve(
    { type: 'ready', versions: `TensorFlow ${engine.version}`, times: {}, parameters: 0 },
    {
      steps: async ({ count, what = 'batches' }) => {
        const ms: number[] = [];
        for (let each = 0; each < count; each++) ms.push(await passes[what as FeedPass]());
        return { type: 'steps', ms, loss: 0 };
      },
      figures: async () => {
        const copying = performance.now();
        from.copy(to);
        const copyMs = performance.now() - copying;
        const ms = await fromCache();
        const figures = {
          bytesPerSecond: (1000 * split.count * side * side * 3) / ms,
          copiedPerSecond: (1000 * COPIED) / copyMs,
        };
        return { type: 'figures', figures };
      },
    },
  );
}

void main(JSON.parse(process.argv[2] ?? '') as FeedAssignment);
