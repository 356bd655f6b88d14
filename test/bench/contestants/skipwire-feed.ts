/**
 * The input pipeline alone. Asked for `steps` it goes through the photographs once each: decoded, resized and handed over
 * as bytes, as for the cache. Asked for the figures it goes through the cached images in the order of a training, and
 * copies memory meanwhile to tell how fast that is here.
 */
import { mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { preprocessingSchema } from '../../../core/study/data';
import { compileDecoder } from '../../../main/compiler/decoder';
import { emit } from '../../../main/compiler/emit';
import type { IteratorSpec } from '../../../main/compiler/ir/attributes';
import { Builder } from '../../../main/compiler/ir/builder';
import { declareData, loadSplit } from '../../../main/compiler/passes/load-data';
import type { FileSplit } from '../../../main/compiler/types';
import { findEngine } from '../../../main/engine';
import { openSession } from '../../../main/engine/session';
import { type Engine, type Session, SessionError } from '../../../main/engine/types';
import { int32 } from '../../../main/engine/values';
import { serve } from '../protocol';

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

function cachedModel(imagesFile: string, { split, side, batch }: FeedAssignment): Uint8Array {
  const imageShape = [side, side, 3];
  const iterator: IteratorSpec = {
    name: '.data/train/iterator',
    split: 'train',
    images: { kind: 'mapped', variable: '.data/train/images', shape: imageShape },
    labels: '.data/train/labels',
    imageShape,
    preprocessing: preprocessingSchema.parse({}),
    count: split.count,
    batchSize: batch,
    bytes: true,
    threads: availableParallelism(),
  };
  const build = new Builder();
  declareData(build, iterator);
  const source = { imagesFile, labelsFile: split.labelsFile, count: split.count };
  build.entry({
    name: 'load_data',
    inputs: {},
    outputs: {},
    effects: loadSplit(build, { source, iterator }),
  });
  const names = ['seed', 'epoch', 'first_batch'];
  const inputs = names.map((name) => build.value('input', name, [], { dtype: 'int32', shape: [] }));
  const begin = build.add('begin_iteration', 'begin', inputs, { iterator, shuffle: true });
  const fed = Object.fromEntries(names.map((name, index) => [name, inputs[index]!]));
  build.entry({ name: 'begin_epoch', inputs: fed, outputs: {}, effects: [begin.name] });
  const [, labels] = build.add('next_batch', 'next', [], { iterator }).outputs;
  const count = build.value('batch_size', 'count', [labels!], {});
  build.entry({ name: 'take_batch', inputs: {}, outputs: { count }, effects: [] });
  return emit(build.finish(), { tags: ['feed'] });
}

async function main(assignment: FeedAssignment): Promise<void> {
  const { split, side, batch } = assignment;
  const engine = await findEngine();
  if (!engine) throw new Error('TensorFlow is not on this machine.');
  const imageShape = [side, side, 3];
  const decoder = compileDecoder(split, { imageShape, batchSize: batch, threads: availableParallelism() });
  const decoding = await open(engine, decoder.savedModel, decoder.tags);
  await decoding.run('load_data');
  const bytesEach = side * side * 3;
  const imagesFile = `${split.pathsFile}.u8`;
  const pass = async (take: (value: Int32Array) => void): Promise<number> => {
    const began = performance.now();
    let bytes = 0;
    await decoding.run('begin_decoding', { first_batch: int32(0) });
    await drain(decoding, 'decode_next', (value) => {
      bytes += value.byteLength;
      take(value);
    });
    if (bytes !== split.count * bytesEach) throw new Error(`Received ${bytes} bytes of images.`);
    return performance.now() - began;
  };
  const file = openSync(imagesFile, 'w');
  await pass((value) => writeSync(file, new Uint8Array(value.buffer, value.byteOffset, value.byteLength)));
  const cached = await open(engine, cachedModel(imagesFile, assignment), ['feed']);
  await cached.run('load_data');
  const [from, to] = [Buffer.alloc(COPIED, 1), Buffer.alloc(COPIED, 2)];
  let epoch = 0;
  await serve(
    { type: 'ready', versions: `TensorFlow ${engine.version}`, times: {}, parameters: 0 },
    {
      steps: async ({ count }) => {
        const ms: number[] = [];
        for (let each = 0; each < count; each++) ms.push(await pass(() => undefined));
        return { type: 'steps', ms, loss: 0 };
      },
      figures: async () => {
        const copying = performance.now();
        from.copy(to);
        const copyMs = performance.now() - copying;
        const began = performance.now();
        const start = { seed: int32(1), epoch: int32(++epoch), first_batch: int32(0) };
        await cached.run('begin_epoch', start);
        let images = 0;
        await drain(cached, 'take_batch', ([count = 0]) => {
          images += count;
        });
        const ms = performance.now() - began;
        const figures = {
          images,
          ms,
          bytesPerSecond: (1000 * images * bytesEach) / ms,
          copiedPerSecond: (1000 * COPIED) / copyMs,
        };
        return { type: 'figures', figures };
      },
    },
  );
}

void main(JSON.parse(process.argv[2] ?? '') as FeedAssignment);
