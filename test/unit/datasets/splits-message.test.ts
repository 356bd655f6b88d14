/** Splits in words. */
import { inEnglish } from '../../../core/messages';
import { splitsMessage } from '../../../main/datasets/storage/splits-message';

const textOfSplits = (...values: Parameters<typeof splitsMessage>) => inEnglish(splitsMessage(...values));

test.each([
  [
    textOfSplits({ train: 1, val: 0 }, 'validation'),
    '1 image in one split: a part of them is held out for validation',
  ],
  [
    textOfSplits({ train: 1200, val: 1 }, 'test'),
    'trained on 1,200 training images, validated on 1 test image',
  ],
  [
    textOfSplits({ train: 9, val: 3, test: 2 }, 'validation'),
    'trained on 9 training images, validated on 3 validation images, tested on 2 test images',
  ],
  [
    textOfSplits({ train: 50_000, val: 10_000 }, 'test', true),
    'trained on the 50,000 official training images, validated on the 10,000 official test images',
  ],
])('%s', (words, expected) => {
  expect(words).toBe(expected);
});
