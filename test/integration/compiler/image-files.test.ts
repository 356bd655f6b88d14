/** Images out of JPEG and PNG files, decoded in the graph: against Python's decoding, and against the same images mapped. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { augmentationSchema } from '../../../core/study/augmentation';
import { compile } from '../../../main/compiler';
import type { CompileOptions, FileSplit, RawSplit, SplitSource } from '../../../main/compiler/types';
import type { Session, TensorValue } from '../../../main/engine/types';
import { int32, options, readVariables } from '../../support/batches';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { drain, peekable } from '../../support/peek';
import { linear } from '../../support/small-data';
import { motionFrame } from '../../unit/datasets/photos/pictures';

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
  threads: 2,
  dataset: { train: files('train', 10), validation: files('validation', 4) },
  ...change,
});

async function epoch(session: Session, firstBatch = 0) {
  await session.run('begin_epoch', { seed: int32(1), epoch: int32(1), first_batch: int32(firstBatch) });
  return drain(session, 'peek_train');
}
const rows = ({ x, y }: Record<string, TensorValue>) =>
  Array.from(y!.data as Int32Array, (label, row) => ({
    label,
    image: (x!.data as Float32Array).slice(row * SIZE, (row + 1) * SIZE),
  }));

test(
  'files are the images that Python decodes and resizes, by paths of their own or within a folder',
  async () => {
    const expected = readFileSync(join(fixtures, 'decoded.bin'));
    expect(expected.length).toBe(FILES.length * SIZE);
    const { dataset } = compileOptions();
    const within = { ...files('within', 4), root: fixtures };
    writeFileSync(within.pathsFile, `${FILES.join('\n')}\n`);
    for (const validation of [dataset!.validation, within]) {
      const change = { dataset: { train: dataset!.train, validation } };
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
    }
  },
  ENGINE_TIMEOUT,
);

test(
  'files and the same images in one mapped file: the same order, pixels, augmentation and statistics',
  async () => {
    const change = {
      augmentation: augmentationSchema.parse({ flip: true, padAndCrop: 2, randomResizedCrop: {} }),
      normalization: 'per-channel' as const,
    };
    const streamed = compileOptions(change);
    const decoded = readFileSync(join(fixtures, 'decoded.bin'));
    const mappedSplit = (split: SplitSource): RawSplit => {
      const imagesFile = join(folder, `${split.count}.u8`);
      const all = Array.from({ length: split.count }, (_, n) => {
        const which = n % FILES.length;
        return decoded.subarray(which * SIZE, (which + 1) * SIZE);
      });
      writeFileSync(imagesFile, Buffer.concat(all));
      return { imagesFile, labelsFile: split.labelsFile, count: split.count };
    };
    const { train, validation } = streamed.dataset!;
    const mapped = {
      ...streamed,
      dataset: { train: mappedSplit(train), validation: mappedSplit(validation) },
    };
    const document = linear(SHAPE, 4);
    const epochs = [];
    const statistics = [];
    for (const option of [mapped, streamed]) {
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

test(
  'a file that is no image fails in train_step',
  async () => {
    writeFileSync(join(folder, 'broken.jpg'), 'not an image');
    const dataset = { train: files('broken', 4), validation: files('validation', 4) };
    writeFileSync(dataset.train.pathsFile, `${join(folder, 'broken.jpg')}\n`.repeat(4));
    await withSession(peekable(linear(SHAPE, 4), compileOptions({ dataset })), async (session) => {
      await session.run('load_data');
      await expect(epoch(session)).rejects.toThrow(/image|JPEG/i);
    });
  },
  ENGINE_TIMEOUT,
);

test(
  'a frame of Motion JPEG, without Huffman tables, is decoded by the standard ones',
  async () => {
    const { frame, whole } = await motionFrame(24, 20);
    writeFileSync(join(folder, 'frame.jpg'), frame);
    writeFileSync(join(folder, 'whole.jpg'), whole);
    const split = { ...files('frames', 2), root: folder };
    writeFileSync(split.pathsFile, 'frame.jpg\nwhole.jpg\n');
    const change = { dataset: { train: split, validation: split } };
    await withSession(peekable(linear(SHAPE, 4), compileOptions(change)), async (session) => {
      await session.run('load_data');
      await session.run('begin_validation');
      const [first, second] = (await drain(session, 'peek_validation')).flatMap(rows);
      expect(first!.image).toEqual(second!.image);
      expect(new Set(first!.image).size).toBeGreaterThan(50);
    });
  },
  ENGINE_TIMEOUT,
);
