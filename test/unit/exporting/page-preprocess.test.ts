/** Pictures in the exported web page: as TensorFlow and Keras in Python prepare them, level by level. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Preprocessing, preprocessed } from '../../../main/exporting/tfjs/page/preprocess';

/** By test/reference/make_preprocessing_fixtures.py. */
interface Case extends Preprocessing {
  stored: [number, number, 1 | 3];
  wanted: number[];
  images: string;
  expected: string;
}
const cases: Case[] = JSON.parse(
  readFileSync(join(__dirname, '../../reference/fixtures/preprocessing.json'), 'utf8'),
);
const named = cases.map(
  (one) => [`${one.stored} to ${one.wanted}, ${one.interpolation}, ${one.fit}`, one] as const,
);

test.each(named)('%s', (_, { stored, wanted, images, expected, interpolation, fit }) => {
  const [height, width, channels] = stored;
  const bytes = Buffer.from(images, 'base64');
  const size = height * width * channels;
  const found = Array.from({ length: bytes.length / size }, (_, index) => [
    ...preprocessed(
      { height, width, channels, stride: channels, pixels: bytes.subarray(index * size, (index + 1) * size) },
      wanted,
      { interpolation, fit },
    ),
  ]);
  expect(found.flat()).toEqual([...Buffer.from(expected, 'base64')]);
});

test('a channel that does not count is skipped', () => {
  const pixels = [10, 20, 30, 255, 40, 50, 60, 255];
  const picture = { height: 1, width: 2, channels: 3 as const, stride: 4, pixels };
  expect([...preprocessed(picture, [1, 2, 3], { interpolation: 'bilinear', fit: 'stretch' })]).toEqual([
    10, 20, 30, 40, 50, 60,
  ]);
});
