/** "As the network sees it" is what the network sees: the preview of an epoch against that epoch itself. */
import { augmentationSchema, type Normalization } from '../../../core/study/augmentation';
import { preprocessingSchema } from '../../../core/study/data';
import { compilePreview } from '../../../main/compiler/preview';
import { int32, options } from '../../support/batches';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { drain, peekable } from '../../support/peek';
import { linear, noiseSplit, temporaryFolder } from '../../support/small-data';

const SHAPE = [7, 6, 3] as const;
const SIZE = 7 * 6 * 3;
const COUNT = 23;
const INDICES = [4, 22, 0];
const folder = temporaryFolder();

const augmentation = augmentationSchema.parse({
  flip: true,
  padAndCrop: 2,
  cutout: 3,
  colorJitter: { brightness: 0.4, contrast: 0.5, saturation: 0.6 },
});

/** As plain loops measure them; `at` counts values of a batch. */
function statistics(bytes: Uint8Array, normalization: Normalization) {
  const places = normalization === 'per-channel' ? 3 : SIZE;
  const sums = new Float64Array(places);
  const squares = new Float64Array(places);
  bytes.forEach((level, at) => {
    sums[at % places]! += level / 255;
    squares[at % places]! += (level / 255) ** 2;
  });
  const many = bytes.length / places;
  const mean = (at: number) => (normalization === 'none' ? 0 : sums[at % places]! / many);
  const deviation = (at: number) =>
    normalization === 'per-channel' ? Math.sqrt(squares[at % places]! / many - mean(at) ** 2) : 1;
  return { mean, deviation };
}

test.each<Normalization>(['none', 'per-channel', 'per-pixel-mean'])(
  'images of an epoch, normalized %s, to the bit',
  async (normalization) => {
    const train = noiseSplit(folder(), `train-${normalization}`, { shape: SHAPE, count: COUNT });
    const { split: validation } = noiseSplit(folder(), `val-${normalization}`, { shape: SHAPE, count: 5 });
    const training = peekable(linear(SHAPE, COUNT), {
      ...options(SHAPE),
      batchSize: 8,
      dataset: { train: train.split, validation },
      augmentation,
      normalization,
    });
    const seen = new Map<number, Float32Array>();
    await withSession(training, async (session) => {
      await session.run('load_data');
      await session.run('begin_epoch', { seed: int32(3), epoch: int32(2), first_batch: int32(0) });
      for (const { x, y } of await drain(session, 'peek_train')) {
        (y!.data as Int32Array).forEach((label, row) => {
          seen.set(label, (x!.data as Float32Array).slice(row * SIZE, (row + 1) * SIZE));
        });
      }
    });
    const preview = compilePreview({
      source: train.split,
      indices: INDICES,
      train: train.split,
      imageShape: SHAPE,
      preprocessing: preprocessingSchema.parse({}),
      augmentation,
      normalization,
      threads: 2,
    });
    await withSession({ ...preview, tags: [...preview.tags] }, async (session) => {
      await session.run('load_data');
      await session.run('begin', { seed: int32(3), epoch: int32(2) });
      const { bytes } = await session.run('resized');
      const { buffer, byteOffset } = bytes!.data as Int32Array;
      const shown = await session.run('seen');
      const x = shown.x!.data as Float32Array;
      const normalized = shown.normalized!.data as Float32Array;
      const { mean, deviation } = statistics(train.bytes, normalization);
      x.forEach((value, at) => {
        expect(normalized[at]).toBeCloseTo((value - mean(at)) / deviation(at), 4);
      });
      INDICES.forEach((index, row) => {
        const stored = new Uint8Array(buffer, byteOffset + row * SIZE, SIZE);
        expect(Buffer.from(stored)).toEqual(
          Buffer.from(train.bytes.subarray(index * SIZE, (index + 1) * SIZE)),
        );
        expect(x.slice(row * SIZE, (row + 1) * SIZE)).toEqual(seen.get(index));
      });
    });
  },
  ENGINE_TIMEOUT,
);
