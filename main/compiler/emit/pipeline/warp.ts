/**
 * Geometry of a batch in one kernel: output pixel (x, y) of each image is read at (scaleX x + shiftX, scaleY y + shiftY),
 * bilinearly.
 */
import { text, type } from '../attributes';
import type { Body } from './body';

export interface Affine {
  /** [N] each. */
  scaleX: string;
  shiftX: string;
  scaleY: string;
  shiftY: string;
}

/**
 * The border goes on beyond itself.
 * @param images float32 [N, height, width, C]; the output has their shape.
 */
export function warp(
  body: Body,
  images: string,
  [height, width]: readonly number[],
  { scaleX, shiftX, scaleY, shiftY }: Affine,
): string {
  const zero = body.times(scaleX, 0);
  const transforms = body.pack([scaleX, zero, shiftX, zero, scaleY, shiftY, zero, zero]);
  const inputs = [images, transforms, body.ints([height as number, width as number]), body.number(0)];
  return body.op('ImageProjectiveTransformV3', inputs, {
    dtype: type('float32'),
    interpolation: text('BILINEAR'),
    fill_mode: text('NEAREST'),
  });
}
