import type { Augmentation } from '../../../core/study/augmentation';
import type { Center } from './attributes';

/** Whether augmented images are still bytes: mirroring moves pixels, padding adds zeros; the mean and all else are floats. */
export function staysBytes(
  augmentation: Augmentation | undefined,
  center: Center['of'] | undefined,
): boolean {
  if (!augmentation) return true;
  const { colorJitter, randomResizedCrop, cutout, padAndCrop } = augmentation;
  if (colorJitter || randomResizedCrop || cutout > 0 || center === 'pixel') return false;
  return padAndCrop === 0 || center === undefined;
}
