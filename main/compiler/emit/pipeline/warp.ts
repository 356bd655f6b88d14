/** Geometry of a batch in one kernel: output pixel (x, y) of each image is read at (scaleX x + shiftX, scaleY y + shiftY). */
import { text, type } from '../attributes';
import type { FunctionBody } from './function-body';

export interface Affine {
  /** [N] each. */
  scaleX: string;
  shiftX: string;
  scaleY: string;
  shiftY: string;
}

/**
 * nearest: zeros beyond the border; exact at whole numbers. bilinear: the border goes on beyond itself.
 * @param images float32 [N, height, width, C]; the output has their shape.
 */
export function warp(
  body: FunctionBody,
  images: string,
  [height, width]: readonly number[],
  { scaleX, shiftX, scaleY, shiftY }: Affine,
  sampling: 'nearest' | 'bilinear',
): string {
  const zero = body.times(scaleX, 0);
  const transforms = body.pack([scaleX, zero, shiftX, zero, scaleY, shiftY, zero, zero]);
  const inputs = [images, transforms, body.ints([height as number, width as number]), body.number(0)];
  return body.op('ImageProjectiveTransformV3', inputs, {
    dtype: type('float32'),
    interpolation: text(sampling.toUpperCase()),
    fill_mode: text(sampling === 'nearest' ? 'CONSTANT' : 'NEAREST'),
  });
}
