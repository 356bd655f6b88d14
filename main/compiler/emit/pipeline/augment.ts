/**
 * Augmentation of a batch of images, in this order: color jitter, random resized crop, mirror, pad and crop, cutout.
 * The zeros of the last two are zeros of the normalized image, as in the papers (He et al., section 4.2; DeVries and
 * Taylor, 2017). Since normalization follows in the network, the channel mean is filled in instead; a mean image, which
 * does not move with the image, is subtracted before and added after.
 */
import type { Augmentation } from '../../../../core/study/augmentation';
import type { Center } from '../../ir/attributes';
import type { Body } from './body';
import { jitterColors } from './color-jitter';
import { cutout } from './cutout';
import { type BatchDraws, drawColumns } from './draws';
import { flipAndCrop } from './flip-and-crop';
import { randomResizedCrop } from './resized-crop';

export interface Augmented {
  augmentation: Augmentation;
  imageShape: readonly number[];
  draws: BatchDraws;
  /** What normalization subtracts. */
  center?: { value: string; of: Center['of'] } | undefined;
  /** Whether the result is bytes, see `staysBytes`. */
  bytes: boolean;
  /** Whether this runs on the network's device: TensorFlow cannot gather bytes on a GPU. */
  onDevice?: boolean;
}

/** Bytes [N,H,W,C] -> bytes, or floats in 0..1. */
export function augment(body: Body, images: string, how: Augmented): string {
  const { augmentation, imageShape, draws, center, bytes, onDevice = false } = how;
  const { colorJitter, randomResizedCrop: resizing } = augmentation;
  const { first } = drawColumns(augmentation);
  const { flip, padAndCrop: column } = first;
  const crop = column === undefined ? undefined : { padding: augmentation.padAndCrop, column };
  const mean = center?.of === 'channel' ? center.value : undefined;
  const meanImage = center?.of === 'pixel' ? center.value : undefined;

  // Bytes as long as possible: they are a quarter of the size.
  const isFloat = Boolean(onDevice || colorJitter || resizing || meanImage || (crop && mean));
  const dtype = isFloat ? 'float32' : 'uint8';
  let x = isFloat ? toFloat(body, images) : images;
  if (colorJitter && first.colorJitter !== undefined) {
    x = jitterColors(body, x, colorJitter, draws, first.colorJitter);
  }
  if (meanImage) x = body.minus(x, meanImage);
  if (resizing && first.randomResizedCrop !== undefined) {
    x = randomResizedCrop(body, x, imageShape, resizing, draws, first.randomResizedCrop);
  }
  if (flip !== undefined || crop) {
    const places = onDevice ? 'int64' : 'int32';
    x = flipAndCrop(body, x, { imageShape, dtype, places, flip, crop, outside: mean }, draws);
  }
  if (!isFloat && !bytes) x = toFloat(body, x);
  if (first.cutout !== undefined) {
    const { cutout: side } = augmentation;
    const centered = mean ? body.minus(x, mean) : x;
    x = cutout(body, centered, imageShape, side, draws, first.cutout);
    if (mean) x = body.plus(x, mean);
  }
  return meanImage ? body.plus(x, meanImage) : x;
}

export const toFloat = (body: Body, bytes: string): string =>
  body.over(body.cast(bytes, 'uint8', 'float32'), 255);
