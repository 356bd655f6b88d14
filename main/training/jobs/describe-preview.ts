/** Describes the steps of the input pipeline. */
import { listOf, type Message, message } from '../../../core/messages';
import { type PixelValues, pixelWords } from '../../../core/ops/pixels';
import type { Augmentation, Normalization } from '../../../core/study/augmentation';
import type { Preprocessing } from '../../../core/study/data';
import { augmentationPhrases } from '../../../core/study/setting/facts';
import type { DatasetManifest } from '../../datasets/storage/store';

export function resizeWords(
  { storage, imageShape }: Pick<DatasetManifest, 'storage' | 'imageShape'>,
  [height, width, channels]: readonly [number, number, number],
  { interpolation, fit }: Preprocessing,
): Message {
  const stored = storage === 'files' ? undefined : imageShape;
  const same = stored?.[0] === height && stored[1] === width;
  const size = same
    ? message('training.preview.sameSize')
    : message('training.preview.resized', { interpolation, fit, height, width });
  const from = stored?.[2] ?? 3;
  if (from === channels) return size;
  return message(from === 1 ? 'training.preview.grayToColor' : 'training.preview.colorToGray', { size });
}

export function augmentWords(augmentation: Augmentation, trained: boolean): Message {
  // These mix whole batches.
  const phrases = augmentationPhrases({ augmentation: { ...augmentation, mixup: 0, cutmix: 0 } });
  if (phrases.length === 0) return message('training.preview.notAugmented');
  if (!trained) return message('training.preview.trainingOnly');
  return message('training.preview.augmented', { changes: listOf(phrases, 'unit') });
}

export function normalizeWords(normalization: Normalization, measured: number, all: number): Message {
  if (normalization === 'none') return message('training.preview.notNormalized');
  return message('training.preview.normalized', {
    how: normalization === 'per-channel' ? 'channels' : 'image',
    count: measured,
    part: measured === all ? 'all' : 'first',
  });
}

/** What the network's Input makes of pixels. */
export const asInputWords = (pixels: PixelValues): Message =>
  message('training.preview.asInput', { values: pixelWords(pixels) });
