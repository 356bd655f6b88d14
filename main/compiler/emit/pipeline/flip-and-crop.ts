/** Mirroring, and cropping out of the zero-padded image (He et al., section 4.2): both in one exact gather. */
import type { BatchDraws } from './draws';
import type { FunctionBody } from './function-body';
import { warp } from './warp';

export interface FlipAndCrop {
  imageShape: readonly number[];
  /** Column of the draw that mirrors when below 1/2. */
  flip?: number | undefined;
  /** Zeros on each side, and the first of two columns: row and column of the window in the padded image. */
  crop?: { padding: number; column: number } | undefined;
}

export function flipAndCrop(
  body: FunctionBody,
  images: string,
  { imageShape, flip, crop }: FlipAndCrop,
  draws: BatchDraws,
): string {
  const ones = body.plus(body.times(draws.column(flip ?? crop?.column ?? 0), 0), 1);
  /** Offset of the window from the image itself, -padding..padding. */
  const offset = (axis: 0 | 1): string => {
    if (!crop) return body.times(ones, 0);
    const window = body.floor(body.times(draws.column(crop.column + axis), 2 * crop.padding + 1));
    return body.minus(window, crop.padding);
  };
  const across = offset(1);
  const affine = { scaleX: ones, shiftX: across, scaleY: ones, shiftY: offset(0) };
  if (flip !== undefined) {
    const mirrored = body.isLess(draws.column(flip), 0.5);
    affine.scaleX = body.choose(mirrored, body.times(ones, -1), ones);
    const last = (imageShape[1] as number) - 1;
    affine.shiftX = body.choose(mirrored, body.minus(last, across), across);
  }
  return warp(body, images, imageShape, affine, 'nearest');
}
