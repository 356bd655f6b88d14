/** Augmentation inside the graph, against plain loops that are given the same draws, and by what must always hold. */
import { type Augmentation, augmentationSchema, type Normalization } from '../../../core/study/augmentation';
import type { CompileOptions } from '../../../main/compiler/types';
import type { Session, TensorValue } from '../../../main/engine/types';
import { int32, options } from '../../support/batches';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { drain, peekable, withDraws } from '../../support/peek';
import { augmentImage } from '../../support/reference/augmentation';
import { linear, noiseSplit, temporaryFolder } from '../../support/small-data';

const SHAPE = [7, 6, 3] as const;
const SIZE = 7 * 6 * 3;
const COUNT = 41;
const folder = temporaryFolder();

type Change = Partial<Augmentation>;
const settings = (change: Change) => augmentationSchema.parse(change);

function prepared(change: Change, more: Partial<CompileOptions> = {}) {
  const train = noiseSplit(folder(), 'train', { shape: SHAPE, count: COUNT });
  const validation = noiseSplit(folder(), 'validation', { shape: SHAPE, count: 5 });
  const dataset = { train: train.split, validation: validation.split };
  const compileOptions = {
    ...options(SHAPE),
    batchSize: 8,
    dataset,
    augmentation: settings(change),
    ...more,
  };
  return { model: withDraws(peekable(linear(SHAPE, COUNT), compileOptions)), train, validation };
}

/** Images of an epoch by their index, as 0..1 floats. */
async function epochOf(session: Session, epoch: number, firstBatch = 0): Promise<Map<number, Float32Array>> {
  await session.run('begin_epoch', { seed: int32(3), epoch: int32(epoch), first_batch: int32(firstBatch) });
  return byLabel(await drain(session, 'peek_train'));
}

function byLabel(batches: readonly Record<string, TensorValue>[]): Map<number, Float32Array> {
  const images = new Map<number, Float32Array>();
  for (const { x, y } of batches) {
    (y!.data as Int32Array).forEach((label, row) => {
      images.set(label, (x!.data as Float32Array).slice(row * SIZE, (row + 1) * SIZE));
    });
  }
  return images;
}

const original = (bytes: Uint8Array, index: number): Float64Array =>
  Float64Array.from(bytes.subarray(index * SIZE, (index + 1) * SIZE), (level) => level / 255);

function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);
}

const colorJitter = { brightness: 0.4, contrast: 0.5, saturation: 0.6 };
const crop = { minScale: 0.08, maxScale: 1, minRatio: 3 / 4, maxRatio: 4 / 3 };
const everything = { flip: true, padAndCrop: 2, randomResizedCrop: crop, colorJitter, cutout: 3 };
const cases: [string, Change, Normalization][] = [
  ['mirrors', { flip: true }, 'none'],
  ['pads and crops', { padAndCrop: 3 }, 'none'],
  ['mirrors, pads and crops, per-channel', { flip: true, padAndCrop: 2 }, 'per-channel'],
  ['mirrors, pads and crops, per-pixel mean', { flip: true, padAndCrop: 2 }, 'per-pixel-mean'],
  ['cuts an odd square out', { cutout: 3 }, 'none'],
  ['cuts an even square out', { cutout: 4 }, 'per-channel'],
  ['jitters colors', { colorJitter }, 'none'],
  ['jitters brightness alone', { colorJitter: { brightness: 1, contrast: 0, saturation: 0 } }, 'none'],
  ['crops and resizes', { randomResizedCrop: crop }, 'none'],
  [
    'falls back to the whole',
    { randomResizedCrop: { ...crop, minScale: 1, minRatio: 0.5, maxRatio: 2 } },
    'none',
  ],
  [
    'falls back to a box',
    { randomResizedCrop: { minScale: 1, maxScale: 1, minRatio: 2, maxRatio: 3 } },
    'none',
  ],
  ['does all of it', everything, 'per-pixel-mean'],
];

test.each(cases)(
  '%s, as plain loops do with the same draws',
  async (name, change, normalization) => {
    const { model, train, validation } = prepared(change, { normalization });
    await withSession(model, async (session) => {
      await session.run('load_data');
      const draws = (await session.run('draws', { seed: int32(3), epoch: int32(2) })).draws!;
      const columns = draws.shape[1]!;
      const images = await epochOf(session, 2);
      expect(images.size).toBe(COUNT);
      const center = centerOf(train.bytes, normalization);
      const [height, width, channels] = SHAPE;
      let changed = 0;
      for (const [index, image] of images) {
        const data = original(train.bytes, index);
        const row = Array.from((draws.data as Float32Array).slice(index * columns, (index + 1) * columns));
        const expected = augmentImage({ height, width, channels, data }, settings(change), row, center);
        expect(furthest(image, expected.data)).toBeLessThan(1e-5);
        if (furthest(expected.data, data) > 0.01) changed++;
      }
      // Where the whole image is the only box that fits, most stay as they are.
      expect(changed).toBeGreaterThan(name.includes('whole') ? 0 : COUNT / 4);

      await session.run('begin_validation');
      for (const [index, image] of byLabel(await drain(session, 'peek_validation'))) {
        expect(furthest(image, original(validation.bytes, index))).toBeLessThan(1e-6);
      }
    });
  },
  ENGINE_TIMEOUT,
);

function centerOf(bytes: Uint8Array, normalization: Normalization): number[] | undefined {
  if (normalization === 'none') return undefined;
  const length = normalization === 'per-channel' ? 3 : SIZE;
  return Array.from({ length }, (_, at) => {
    const values = Array.from(bytes).filter((_level, position) => position % length === at);
    return values.reduce((sum, value) => sum + value, 0) / values.length / 255;
  });
}

test(
  'an image is a pure function of (seed, epoch, index): not of the batch size, nor of where the epoch began',
  async () => {
    const small = prepared(everything);
    const [whole, rest, again, other] = await withSession(small.model, async (session) => {
      await session.run('load_data');
      return [
        await epochOf(session, 1),
        await epochOf(session, 1, 2),
        await epochOf(session, 1),
        await epochOf(session, 2),
      ];
    });
    expect(again).toEqual(whole);
    expect(rest!.size).toBe(COUNT - 16);
    for (const [index, image] of rest!) expect(image).toEqual(whole!.get(index));
    for (const [index, image] of other!) expect(image).not.toEqual(whole!.get(index));
    const large = prepared(everything, { batchSize: 13 });
    const elsewhere = await withSession(large.model, async (session) => {
      await session.run('load_data');
      return epochOf(session, 1);
    });
    for (const [index, image] of elsewhere) expect(image).toEqual(whole!.get(index));
  },
  ENGINE_TIMEOUT,
);
