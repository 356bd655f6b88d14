/** Describes the steps of the input pipeline. */
import { plural } from '../../../core/format/plural';
import type { Augmentation, Normalization } from '../../../core/study/augmentation';
import type { Preprocessing } from '../../../core/study/data';
import { augmentationPhrases } from '../../../core/study/setting/facts';
import type { DatasetManifest } from '../../datasets/store';

const fits = {
  stretch: 'stretched to',
  fit: 'fitted into',
  crop: 'cropped to',
} as const;

export function resizeWords(
  { storage, imageShape }: Pick<DatasetManifest, 'storage' | 'imageShape'>,
  [height, width, channels]: readonly [number, number, number],
  { interpolation, fit }: Preprocessing,
): string {
  const stored = storage === 'files' ? undefined : imageShape;
  const same = stored?.[0] === height && stored[1] === width;
  const size = same ? 'as they are' : `${interpolation}, ${fits[fit]} ${height} × ${width}`;
  const from = stored?.[2] ?? 3;
  if (from === channels) return size;
  return `${size}; ${from === 1 ? 'gray repeated to 3 channels' : 'colors to gray'}`;
}

export function augmentWords(augmentation: Augmentation, trained: boolean): string {
  // These mix whole batches.
  const said = augmentationPhrases({ augmentation: { ...augmentation, mixup: 0, cutmix: 0 } });
  if (said.length === 0) return 'none';
  return trained ? said.join(', ') : 'none: only training images are augmented';
}

export function normalizeWords(normalization: Normalization, measured: number, all: number): string {
  if (normalization === 'none') return '0 to 1';
  const how =
    normalization === 'per-channel' ? 'mean 0 and deviation 1 in each channel' : 'less the mean image';
  return measured === all
    ? `${how} of the ${plural(all, 'training image')}`
    : `${how}; here of the first ${plural(measured, 'training image')}, in a run of all it trains on`;
}
