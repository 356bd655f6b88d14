/** Images out of JPEG and PNG files, decoded in the graph: against Python's decoding, resident and streamed alike. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { augmentationSchema } from '../../../core/study/augmentation';
import { compile } from '../../../main/compiler';
import type { CompileOptions, FileSplit } from '../../../main/compiler/types';
import type { Session, TensorValue } from '../../../main/engine/types';
import { int32, options, readVariables } from '../../support/batches';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { drain, peekable } from '../../support/peek';
import { linear } from '../../support/small-data';

const fixtures = join(__dirname, '../../reference/images');
/** In the order of decoded.bin: see test/reference/make_images.py. */
const FILES = ['photo.jpg', 'grey.jpg', 'drawing.png', 'small.jpg'];
const SHAPE = [20, 24, 3] as const;
const SIZE = 20 * 24 * 3;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-files-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A file's number in FILES is its label; the list goes round. */
function files(name: string, count: number, paths = FILES): FileSplit {
  const split: FileSplit = {
    kind: 'files',
    pathsFile: join(folder, `${name}.txt`),
    labelsFile: join(folder, `${name}.labels`),
    count,
  };
  const list = Array.from({ length: count }, (_, n) => join(fixtures, paths[n % paths.length]!));
  writeFileSync(split.pathsFile, `${list.join('\n')}\n`);
  const labels = Int32Array.from({ length: count }, (_, n) => n % paths.length);
  writeFileSync(split.labelsFile, new Uint8Array(labels.buffer));
  return split;
}

const compileOptions = (change: Partial<CompileOptions> = {}): CompileOptions => ({
  ...options(SHAPE),
  batchSize: 3,
  dataset: { train: files('train', 10), validation: files('validation', 4) },
  ...change,
});
const STREAMED = { decoding: { residentBytes: 0, threads: 2 } };

async function epoch(session: Session, firstBatch = 0) {
  await session.run('begin_epoch', { seed: int32(1), epoch: int32(1), first_batch: int32(firstBatch) });
  return drain(session, 'peek_train');
}
const rows = ({ x, y }: Record<string, TensorValue>) =>
  Array.from(y!.data as Int32Array, (label, row) => ({
    label,
    image: (x!.data as Float32Array).slice(row * SIZE, (row + 1) * SIZE),
  }));

test.each([
  ['kept in memory', {}],
  ['decoded in each epoch', STREAMED],
])(
  'files %s are the images that Python decodes and resizes',
  async (_, change) => {
    const expected = readFileSync(join(fixtures, 'decoded.bin'));
    expect(expected.length).toBe(FILES.length * SIZE);
    await withSession(peekable(linear(SHAPE, 4), compileOptions(change)), async (session) => {
      await session.run('load_data');
      await session.run('begin_validation');
      const images = (await drain(session, 'peek_validation')).flatMap(rows);
      expect(images.map(({ label }) => label)).toEqual([0, 1, 2, 3]);
      images.forEach(({ image }, n) => {
        const levels = Array.from(image, (value) => Math.round(value * 255));
        expect(levels).toEqual(Array.from(expected.subarray(n * SIZE, (n + 1) * SIZE)));
        expect(new Set(levels).size).toBeGreaterThan(4);
      });
    });
  },
  ENGINE_TIMEOUT,
);

test(
  'where images are kept changes no order, no pixel, no augmentation and no statistic',
  async () => {
    const change = {
      augmentation: augmentationSchema.parse({ flip: true, padAndCrop: 2, randomResizedCrop: {} }),
      normalization: 'per-channel' as const,
    };
    const [kept, streamed] = [compileOptions(change), compileOptions({ ...change, ...STREAMED })];
    const document = linear(SHAPE, 4);
    const epochs = [];
    const statistics = [];
    for (const option of [kept, streamed]) {
      epochs.push(
        await withSession(peekable(document, option), async (session) => {
          await session.run('load_data');
          const whole = await epoch(session);
          expect(await epoch(session, 2)).toEqual(whole.slice(2));
          return whole;
        }),
      );
      const model = compile(document, option);
      statistics.push(
        await withSession(model, async (session) => {
          await session.run('init', { seed: int32(1) });
          await session.run('load_data');
          return readVariables(session, model);
        }),
      );
    }
    expect(epochs[1]).toEqual(epochs[0]);
    expect(epochs[0]!.map(({ y }) => y!.data.length)).toEqual([3, 3, 3, 1]);
    expect(statistics[1]).toEqual(statistics[0]);
  },
  ENGINE_TIMEOUT,
);

test('only what fits is kept: the training split first', () => {
  const declared = (residentBytes: number) => {
    const model = compile(linear(SHAPE, 4), compileOptions({ decoding: { residentBytes } }));
    const text = Buffer.from(model.savedModel).toString('latin1');
    return ['train', 'validation'].map((split) => text.includes(`.data/${split}/images`));
  };
  expect(declared(14 * SIZE)).toEqual([true, true]);
  expect(declared(14 * SIZE - 1)).toEqual([true, false]);
  expect(declared(10 * SIZE - 1)).toEqual([false, true]);
  expect(declared(4 * SIZE - 1)).toEqual([false, false]);
});

test.each([
  ['load_data', {}],
  ['train_step', STREAMED],
])(
  'a file that is no image fails in %s',
  async (signature, change) => {
    writeFileSync(join(folder, 'broken.jpg'), 'not an image');
    const dataset = { train: files('broken', 4), validation: files('validation', 4) };
    writeFileSync(dataset.train.pathsFile, `${join(folder, 'broken.jpg')}\n`.repeat(4));
    await withSession(peekable(linear(SHAPE, 4), compileOptions({ ...change, dataset })), async (session) => {
      const load = session.run('load_data');
      if (signature === 'load_data') await expect(load).rejects.toThrow(/image|JPEG/i);
      else {
        await load;
        await expect(epoch(session)).rejects.toThrow(/image|JPEG/i);
      }
    });
  },
  ENGINE_TIMEOUT,
);
