import { type Augmentation, augmentationSchema } from '../../../core/study/augmentation';
import { staysBytes } from '../../../main/compiler/ir/stays-bytes';

const colorJitter = { brightness: 0.1, contrast: 0, saturation: 0 };
const randomResizedCrop = { minScale: 0.5, maxScale: 1, minRatio: 1, maxRatio: 1 };

test.each<[Partial<Augmentation>, 'channel' | 'pixel' | undefined, boolean]>([
  [{}, 'channel', true],
  [{ flip: true }, undefined, true],
  [{ flip: true }, 'channel', true],
  // The mean of a pixel moves with it, and is put back elsewhere.
  [{ flip: true }, 'pixel', false],
  [{ flip: true, padAndCrop: 4 }, undefined, true],
  // What is put beside the image is the mean, which is no byte.
  [{ padAndCrop: 4 }, 'channel', false],
  [{ cutout: 8 }, undefined, false],
  [{ flip: true, colorJitter }, undefined, false],
  [{ randomResizedCrop }, undefined, false],
])('%j with the mean by %s: bytes %s', (change, center, expected) => {
  expect(staysBytes(augmentationSchema.parse(change), center)).toBe(expected);
});

test('images that are not augmented are bytes', () => expect(staysBytes(undefined, 'pixel')).toBe(true));
