import { textOf } from '../../../core/messages';
import { augmentationSchema } from '../../../core/study/augmentation';
import { preprocessingSchema } from '../../../core/study/data';
import { augmentWords, normalizeWords, resizeWords } from '../../../main/training/jobs/describe-preview';

const stored = (imageShape: [number, number, number]) => ({ storage: 'raw' as const, imageShape });

test.each([
  ['as stored', stored([32, 32, 3]), [32, 32, 3], {}, 'as they are'],
  ['gray to color', stored([28, 28, 1]), [28, 28, 3], {}, 'as they are; gray repeated to 3 channels'],
  [
    'enlarged',
    stored([32, 32, 3]),
    [224, 224, 3],
    { interpolation: 'bicubic' },
    'bicubic, stretched to 224 × 224',
  ],
  [
    'photographs, cropped, to gray',
    { storage: 'files' as const, imageShape: [224, 224, 3] as [number, number, number] },
    [224, 224, 1],
    { fit: 'crop' },
    'bilinear, cropped to 224 × 224; colors to gray',
  ],
] as const)('resizing: %s', (_what, set, shape, how, words) => {
  expect(textOf(resizeWords(set, [...shape], preprocessingSchema.parse(how)))).toBe(words);
});

test('only training images are augmented, and mixing is of batches', () => {
  const flip = augmentationSchema.parse({ flip: true, mixup: 0.2 });
  expect(textOf(augmentWords(flip, true))).toBe('flip');
  expect(textOf(augmentWords(flip, false))).toBe('none: only training images are augmented');
  expect(textOf(augmentWords(augmentationSchema.parse({ mixup: 0.2 }), true))).toBe('none');
});

test('what normalization was measured on is said', () => {
  expect(textOf(normalizeWords('none', 5, 9))).toBe('0 to 1');
  expect(textOf(normalizeWords('per-pixel-mean', 9000, 9000))).toBe(
    'minus the mean image of the 9,000 training images',
  );
  expect(textOf(normalizeWords('per-channel', 256, 9000))).toMatch(
    /of the first 256 training images; a run measures all/,
  );
});
