/** What the Train form says about the size of images. */
import { imageSizeWords } from '../../../renderer/training/imageSize';
import { cifar10 } from './fixtures';

const photographs = { ...cifar10, sizes: 'varied' as const };

test.each([
  ['Images of 32 × 32 × 3.', cifar10, []],
  ['Images of 32 × 32 × 3.', cifar10, [[32, 32, 3]]],
  [
    'Images of 32 × 32 × 3, resized to 16 × 16 × 3.',
    cifar10,
    [
      [16, 16, 3],
      [16, 16, 3],
    ],
  ],
  [
    "Images of 32 × 32 × 3, resized to 16 × 16 × 3 and 32 × 32 × 3, each network's own size.",
    cifar10,
    [
      [16, 16, 3],
      [32, 32, 3],
    ],
  ],
  [
    'Images of 28 × 28 × 1, converted to 28 × 28 × 3.',
    { ...cifar10, imageShape: [28, 28, 1] as [number, number, number] },
    [[28, 28, 3]],
  ],
  ['Photos, resized to the Input.', photographs, []],
  [
    'Photos of 12 × 10 px, resized to 224 × 224 × 3.',
    { ...photographs, photoSize: [10, 12] as [number, number] },
    [[224, 224, 3]],
  ],
])('%s', (words, info, inputs) => expect(imageSizeWords(info, inputs)).toBe(words));
