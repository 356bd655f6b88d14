/** Which augmentation moves pixels and makes no new ones. */
import type { Augmentation } from '../../../core/study/augmentation';
import type { Center } from './attributes';

/**
 * Whether augmented images are bytes still. Mirroring moves pixels; padding puts zeros beside them, or the mean, which is
 * no byte; all else computes.
 */
export function staysBytes(
  augmentation: Augmentation | undefined,
  center: Center['of'] | undefined,
): boolean {
  if (!augmentation) return true;
  const { colorJitter, randomResizedCrop, cutout, padAndCrop } = augmentation;
  if (colorJitter || randomResizedCrop || cutout > 0 || center === 'pixel') return false;
  return padAndCrop === 0 || center === undefined;
}
