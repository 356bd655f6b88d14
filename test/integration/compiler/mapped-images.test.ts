/** Images in mapped files: pages of the system, not memory of the process, and what happens to the file meanwhile. */
import { closeSync, ftruncateSync, openSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../../main/compiler';
import { float32, int32, options } from '../../support/batches';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { linux, testNeeding } from '../../support/needs';
import { drain, peekable } from '../../support/peek';
import { linear, noiseSplit, temporaryFolder } from '../../support/small-data';

const folder = temporaryFolder();
const MIB = 2 ** 20;

/** Bytes of this process that no file backs: Linux tells. */
function ownMemory(): number | undefined {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    const of = (field: string) => 1024 * Number(status.match(new RegExp(`^${field}:\\s+(\\d+)`, 'm'))?.[1]);
    return of('RssAnon') + of('RssShmem');
  } catch {
    return undefined;
  }
}

testNeeding(linux)(
  'the images of a large file take no memory of the process, over two epochs and statistics',
  async () => {
    const shape = [128, 128, 3];
    const count = 8192;
    const bytes = count * 128 * 128 * 3;
    const split = { imagesFile: join(folder(), 'large'), labelsFile: join(folder(), 'labels'), count };
    const file = openSync(split.imagesFile, 'w');
    ftruncateSync(file, bytes);
    closeSync(file);
    writeFileSync(split.labelsFile, new Uint8Array(4 * count));
    const small = noiseSplit(folder(), 'small', { shape, count: 4, label: () => 0 }).split;
    const model = compile(linear(shape, 2), {
      ...options(shape),
      batchSize: 64,
      normalization: 'per-channel',
      dataset: { train: split, validation: small },
    });
    await withSession(model, async (session) => {
      const before = ownMemory()!;
      await session.run('init', { seed: int32(1) });
      await session.run('load_data');
      for (const epoch of [1, 2]) {
        await session.run('begin_epoch', { seed: int32(1), epoch: int32(epoch), first_batch: int32(0) });
        for (let step = 0; step < count / 64; step++) {
          await session.run('train_step', { learning_rate: float32(0.1), seed: int32(1), step: int32(step) });
        }
      }
      const grown = ownMemory()! - before;
      expect(bytes).toBe(384 * MIB);
      // Batches in the making and TensorFlow's own: far from the file's size.
      expect(grown / MIB).toBeLessThan(200);
    });
  },
  ENGINE_TIMEOUT,
);

testNeeding(linux)(
  'a file that is removed while it is mapped serves its images to the end',
  async () => {
    const shape = [4, 4, 3];
    const train = noiseSplit(folder(), 'removed', { shape, count: 10 });
    const model = peekable(linear(shape, 10), {
      ...options(shape),
      batchSize: 4,
      dataset: { train: train.split, validation: train.split },
    });
    await withSession(model, async (session) => {
      const epoch = async () => {
        await session.run('begin_epoch', { seed: int32(1), epoch: int32(1), first_batch: int32(0) });
        return drain(session, 'peek_train');
      };
      await session.run('load_data');
      const before = await epoch();
      unlinkSync(train.split.imagesFile);
      expect(await epoch()).toEqual(before);
    });
  },
  ENGINE_TIMEOUT,
);

test(
  'a split without images has no batches',
  async () => {
    const shape = [4, 4, 3];
    const train = noiseSplit(folder(), 'train', { shape, count: 3 }).split;
    const validation = noiseSplit(folder(), 'empty', { shape, count: 0 }).split;
    const model = peekable(linear(shape, 3), { ...options(shape), dataset: { train, validation } });
    await withSession(model, async (session) => {
      await session.run('load_data');
      await session.run('begin_validation');
      expect(await drain(session, 'peek_validation')).toEqual([]);
    });
  },
  ENGINE_TIMEOUT,
);
