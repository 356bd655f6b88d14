/** What counts as a near-duplicate: planted ones of every kind among a few hundred others. */
import sharp from 'sharp';
import { findPairs, limitFor } from '../../../../main/datasets/report/duplicates/pairs';
import {
  resizeArea,
  THUMBNAIL_BYTES,
  writeThumbnail,
} from '../../../../main/datasets/report/duplicates/thumbnail';
import {
  hashViews,
  mirroredView,
  mirrorMask,
  views,
  WORDS,
} from '../../../../main/datasets/report/duplicates/views';
import { random, type Shape, scene, shoot } from './images';

const shape: Shape = [32, 32, 3];
const others = Array.from({ length: 300 }, (_, i) => shoot(scene(1000 + i)));

function thumbnailsOf(images: readonly Uint8Array[], of: Shape = shape): Uint8Array {
  const out = new Uint8Array(images.length * THUMBNAIL_BYTES);
  images.forEach((pixels, i) => {
    writeThumbnail(pixels, of, out, i * THUMBNAIL_BYTES);
  });
  return out;
}

const search = (images: readonly Uint8Array[], of: Shape = shape) =>
  findPairs(thumbnailsOf(images, of), new Uint8Array(images.length));

const original = scene(7);
const jpeg = async (quality: number) =>
  sharp(
    await sharp(shoot(original), { raw: { width: 32, height: 32, channels: 3 } })
      .jpeg({ quality })
      .toBuffer(),
  )
    .raw()
    .toBuffer();

describe('found among 300 pictures that are none', () => {
  test.each<[string, () => Uint8Array | Promise<Uint8Array>]>([
    ['brighter', () => shoot(original, shape, { offset: 40 })],
    ['with less contrast', () => shoot(original, shape, { gain: 0.6, offset: 30 })],
    ['recolored', () => shoot(original, shape, { color: [1.2, 0.95, 0.8] })],
    ['compressed as JPEG, quality 50', () => jpeg(50)],
    ['moved by a pixel', () => shoot(original, shape, { left: 1 })],
    ['moved by two pixels, both ways', () => shoot(original, shape, { left: 2, top: -2 })],
    ['cropped to nine tenths', () => shoot(original, shape, { left: 2, top: 1, scale: 0.9 })],
    ['mirrored', () => shoot(original, shape, { mirrored: true })],
    ['equal', () => shoot(original)],
  ])('%s', async (what, change) => {
    const images = [...others, shoot(original), await change()];
    const { pairs, alike } = await search(images);
    expect(pairs).toEqual([{ a: 300, b: 301, mirrored: what === 'mirrored' }]);
    expect(alike).toBe(false);
  });
});

describe('not found', () => {
  test.each<[string, Uint8Array]>([
    ['cropped to half', shoot(original, shape, { left: 8, top: 8, scale: 0.5 })],
    ['moved by a quarter', shoot(original, shape, { left: 8 })],
    ['upside down', rotated(shoot(original))],
    ['another picture', shoot(scene(8))],
  ])('%s', async (_what, changed) => {
    expect((await search([...others, shoot(original), changed])).pairs).toEqual([]);
  });

  test('plain images, however alike', async () => {
    const plain = (value: number) => {
      const next = random(value);
      return new Uint8Array(3072).map(() => value + Math.floor(3 * next()));
    };
    const { pairs, plain: count } = await search([...others, plain(100), plain(100), plain(130)]);
    expect({ pairs, count }).toEqual({ pairs: [], count: 3 });
  });

  test('strokes on black that differ a little', async () => {
    const gray: Shape = [28, 28, 1];
    const stroke = (seed: number) => {
      const next = random(seed);
      // As a hand draws a one: leaning, bent and wavering, with a pen that presses more or less.
      const [slant, at] = [0.5 * next() - 0.25, 11 + 6 * next()];
      const waves = Array.from({ length: 4 }, (_, k) => (1.6 * (next() - 0.5)) / (k + 1));
      const widths = Array.from({ length: 4 }, () => 0.7 * next());
      const pixels = new Uint8Array(784);
      for (let y = 4; y < 24; y++) {
        for (let x = 0; x < 28; x++) {
          const wave = waves.reduce((sum, a, k) => sum + a * Math.sin(((k + 1) * y) / 7), 0);
          const width = 1 + widths.reduce((sum, a, k) => sum + a * Math.abs(Math.sin((k + 1) * y + k)), 0);
          const away = Math.abs(x - at - slant * (y - 14) - wave);
          pixels[y * 28 + x] = Math.max(0, Math.min(255, 255 * (width + 0.5 - away)));
        }
      }
      return pixels;
    };
    const { pairs, alike } = await search(
      Array.from({ length: 140 }, (_, i) => stroke(i + 1)),
      gray,
    );
    expect({ pairs: pairs.length, alike }).toEqual({ pairs: 0, alike: true });
  });
});

test('a copy is no group of its own', async () => {
  const images = [shoot(original), shoot(original), ...others.slice(0, 20)];
  const copies = new Uint8Array(images.length);
  copies[1] = 1;
  expect((await findPairs(thumbnailsOf(images), copies)).pairs).toEqual([]);
});

describe('limitFor', () => {
  test('stays where pairs hardly grow', () => {
    expect(
      limitFor(
        Array.from({ length: 1000 }, (_, i) => i / 1000),
        50_000,
      ),
    ).toBe(1);
  });
  test('narrows where they grow with the limit to the power of four', () => {
    const scores = Array.from({ length: 10_000 }, (_, i) => ((i + 1) / 10_000) ** (1 / 4));
    expect(limitFor(scores, 5000)).toBeLessThan(0.3);
  });
  test('a few pairs prove nothing', () => {
    expect(limitFor([0.9, 0.91, 0.92, 0.93], 100)).toBe(1);
  });
});

test('the hash of a mirrored image is that of the image with the odd frequencies turned', () => {
  const hash = (pixels: Uint8Array) => {
    const hashes = new Uint32Array(views.length * WORDS);
    hashViews(thumbnailsOf([pixels]), 0, hashes, 0);
    return hashes;
  };
  const [upright, mirrored] = [hash(shoot(original)), hash(shoot(original, shape, { mirrored: true }))];
  views.forEach((_, view) => {
    for (let word = 0; word < WORDS; word++) {
      const turned = (mirrored[mirroredView[view]! * WORDS + word]! ^ mirrorMask[word]!) >>> 0;
      expect(turned).toBe(upright[view * WORDS + word]);
    }
  });
});

test('resizeArea takes the mean of what a pixel covers', () => {
  const pixels = Uint8Array.from([0, 30, 60, 90, 120, 150]);
  expect([...resizeArea(pixels, [1, 6, 1], [1, 2])]).toEqual([30, 120]);
  expect([...resizeArea(pixels, [1, 6, 1], [1, 4])]).toEqual(
    [10, 50, 100, 140].map((v) => expect.closeTo(v, 4)),
  );
  expect([...resizeArea(pixels, [3, 2, 1], [3, 2])]).toEqual([...pixels]);
});

function rotated(pixels: Uint8Array): Uint8Array {
  const out = new Uint8Array(pixels.length);
  const count = pixels.length / 3;
  for (let i = 0; i < count; i++) out.set(pixels.subarray(3 * i, 3 * i + 3), 3 * (count - 1 - i));
  return out;
}
