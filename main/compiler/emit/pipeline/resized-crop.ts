/**
 * Random resized crop (Szegedy et al., 2015) as in TorchVision's RandomResizedCrop: a share of the area and, uniform in
 * its logarithm, an aspect ratio are drawn up to ten times until the box, in whole pixels, fits; else it is the largest
 * central box of an allowed ratio. The box is resized to the image's size, bilinearly, with pixel centers at halves.
 */
import type { Augmentation } from '../../../../core/study/augmentation';
import { bool, gathering, text, type } from '../attributes';
import type { Body } from './body';
import { type BatchDraws, CROP_ATTEMPTS } from './draws';

type Settings = NonNullable<Augmentation['randomResizedCrop']>;

const T = type('float32');
const integer = type('int32');
const long = type('int64');

export function randomResizedCrop(
  body: Body,
  images: string,
  imageShape: readonly number[],
  settings: Settings,
  draws: BatchDraws,
  column: number,
): string {
  const [height = 0, width = 0] = imageShape;
  const { minScale, maxScale, minRatio, maxRatio } = settings;
  const uniform = (first: number, low: number, high: number): string =>
    body.plus(body.times(draws.columns(first, CROP_ATTEMPTS), high - low), low);

  const area = uniform(column, minScale * height * width, maxScale * height * width);
  const logRatio = uniform(column + CROP_ATTEMPTS, Math.log(minRatio), Math.log(maxRatio));
  const ratio = body.op('Exp', [logRatio], { T });
  const side = (squared: string): string => body.op('Round', [body.op('Sqrt', [squared], { T })], { T });
  const widths = side(body.times(area, ratio));
  const heights = side(body.float('RealDiv', area, ratio));
  const within = (sides: string, limit: number) =>
    body.both(body.isAtMost(sides, limit), body.isLess(body.number(0), sides));
  const fits = body.cast(body.both(within(widths, width), within(heights, height)), 'bool', 'float32');

  // The fallback is one more candidate, which always fits; the first that fits is used.
  const beside = (candidates: string, value: number): string => {
    const likeOne = body.times(draws.columns(column, 1), 0);
    return body.concat([candidates, body.plus(likeOne, value)], 1);
  };
  const fallback = centralBox(height, width, settings);
  const chosen = body.op('ArgMax', [beside(fits, 1), body.whole(1)], { T, Tidx: integer, output_type: long });
  const at = (candidates: string): string =>
    body.op('GatherV2', [candidates, chosen, body.whole(1)], gathering('float32', 'int64', 1));
  const boxWidth = at(beside(widths, fallback.width));
  const boxHeight = at(beside(heights, fallback.height));
  const fellBack = body.op('Equal', [chosen, body.whole(CROP_ATTEMPTS, 'int64')], {
    T: long,
    incompatible_shape_error: bool(true),
  });

  const place = column + 2 * CROP_ATTEMPTS;
  /** Pixels before the box: anywhere it fits, or centered. */
  const before = (draw: string, box: string, limit: number): string => {
    const anywhere = body.floor(body.times(draw, body.minus(limit + 1, box)));
    const middle = body.floor(body.times(body.minus(limit, box), 0.5));
    return body.choose(fellBack, middle, anywhere);
  };
  /** Output pixel i is read at before + (i + 1/2) scale - 1/2. */
  const axis = (draw: string, box: string, limit: number) => {
    const scale = body.times(box, 1 / limit);
    const shift = body.plus(body.plus(before(draw, box, limit), body.times(scale, 0.5)), -0.5);
    return { scale, shift };
  };
  const y = axis(draws.column(place), boxHeight, height);
  const x = axis(draws.column(place + 1), boxWidth, width);
  // One kernel: output pixel (x, y) of each image is read at (scale x + shift, scale y + shift); the border continues.
  const zero = body.times(x.scale, 0);
  const transforms = body.pack([x.scale, zero, x.shift, zero, y.scale, y.shift, zero, zero]);
  const inputs = [images, transforms, body.ints([height, width]), body.number(0)];
  return body.op('ImageProjectiveTransformV3', inputs, {
    dtype: T,
    interpolation: text('BILINEAR'),
    fill_mode: text('NEAREST'),
  });
}

/** The largest box of the nearest allowed ratio. */
export function centralBox(
  height: number,
  width: number,
  { minRatio, maxRatio }: Settings,
): { height: number; width: number } {
  const ratio = width / height;
  if (ratio < minRatio) return { width, height: Math.max(1, Math.round(width / minRatio)) };
  if (ratio > maxRatio) return { height, width: Math.max(1, Math.round(height * maxRatio)) };
  return { height, width };
}
