/**
 * Color jitter of RGB images in 0..1: brightness, then contrast, then saturation, each by a factor drawn from
 * [1 - amount, 1 + amount] and clipped to 0..1. The blends are those of TorchVision's ColorJitter (with black, with the
 * mean gray of the image, with the gray of the pixel), in a fixed order.
 */
import { LUMA } from '../../../../core/format/luma';
import type { Augmentation } from '../../../../core/study/augmentation';
import type { Body } from './body';
import type { BatchDraws } from './draws';

export function jitterColors(
  body: Body,
  images: string,
  amounts: NonNullable<Augmentation['colorJitter']>,
  draws: BatchDraws,
  column: number,
): string {
  const factor = (index: number, amount: number): string => {
    const wide = body.times(draws.column(column + index), 2 * amount);
    return body.reshape(body.plus(wide, 1 - amount), [-1, 1, 1, 1]);
  };
  const gray = (x: string): string =>
    body.reduce('Sum', body.times(x, body.constant('float32', [3], LUMA)), [3]);
  /** base + factor * (x - base) */
  const blend = (x: string, base: string, by: string): string =>
    body.clip(body.plus(base, body.times(body.minus(x, base), by)), 0, 1);

  const { brightness, contrast, saturation } = amounts;
  let x = images;
  if (brightness > 0) x = body.clip(body.times(x, factor(0, brightness)), 0, 1);
  if (contrast > 0) x = blend(x, body.reduce('Mean', gray(x), [1, 2]), factor(1, contrast));
  if (saturation > 0) x = blend(x, gray(x), factor(2, saturation));
  return x;
}
