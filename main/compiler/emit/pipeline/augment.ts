/**
 * Augmentation of a batch of images in 0..1, in this order: colour jitter, random resized crop, mirror, pad and crop,
 * cutout. The zeros of the last two are zeros of the normalised image, as in the papers (He et al., section 4.2, whose
 * images have the mean subtracted first; DeVries and Taylor, 2017): the centre is taken off before and put back after,
 * so that normalisation itself stays in one place, in front of the network.
 */
import type { Augmentation } from '../../../../core/study/augmentation';
import { jitterColors } from './color-jitter';
import { cutout } from './cutout';
import { type BatchDraws, drawColumns } from './draws';
import { flipAndCrop } from './flip-and-crop';
import type { FunctionBody } from './function-body';
import { randomResizedCrop } from './resized-crop';

export interface Augmented {
  augmentation: Augmentation;
  imageShape: readonly number[];
  draws: BatchDraws;
  /** What normalisation subtracts, [C] or [H,W,C]; absent: nothing. */
  center?: string | undefined;
}

export function augment(body: FunctionBody, images: string, how: Augmented): string {
  const { augmentation, imageShape, draws, center } = how;
  const { first } = drawColumns(augmentation);
  let x = images;
  if (augmentation.colorJitter && first.colorJitter !== undefined) {
    x = jitterColors(body, x, augmentation.colorJitter, draws, first.colorJitter);
  }
  if (center) x = body.minus(x, center);
  if (augmentation.randomResizedCrop && first.randomResizedCrop !== undefined) {
    const { randomResizedCrop: settings } = augmentation;
    x = randomResizedCrop(body, x, imageShape, settings, draws, first.randomResizedCrop);
  }
  const { flip, padAndCrop: column } = first;
  if (flip !== undefined || column !== undefined) {
    const crop = column === undefined ? undefined : { padding: augmentation.padAndCrop, column };
    x = flipAndCrop(body, x, { imageShape, flip, crop }, draws);
  }
  if (first.cutout !== undefined) {
    x = cutout(body, x, imageShape, augmentation.cutout, draws, first.cutout);
  }
  return center ? body.plus(x, center) : x;
}
