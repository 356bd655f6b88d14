/**
 * Mirroring, and cropping from the padded image (He et al., section 4.2): both in one exact gather of whole pixels. The
 * batch becomes a table of pixels; its first row is the padding. Bytes stay bytes: a projective transform would need
 * floats and costs three times as much.
 */
import { int, type } from '../attributes';
import type { Body, WholeType } from './body';
import type { BatchDraws } from './draws';

export interface FlipAndCrop {
  imageShape: readonly number[];
  /** dtype of the images. */
  dtype: 'uint8' | 'float32';
  /** dtype of the places in the table; int32 is half as much to move. */
  places: WholeType;
  /** Column of the draw that mirrors when below 1/2. */
  flip?: number | undefined;
  /** Pixels added on each side, and the first of two columns: row and column of the window in the padded image. */
  crop?: { padding: number; column: number } | undefined;
  /** The pixel that is added, [C]; absent: zeros. */
  outside?: string | undefined;
}

/** Added to any position in the table, the result is still negative. */
const OUTSIDE = -(2 ** 30);
const integer = type('int32');

/** @param images [N, height, width, C], of 2^30 pixels at most. */
export function flipAndCrop(body: Body, images: string, how: FlipAndCrop, draws: BatchDraws): string {
  const { imageShape, dtype, places: whole, flip, crop } = how;
  const [height = 0, width = 0, channels = 0] = imageShape;
  const pixels = body.reshape(images, [-1, channels], dtype);
  const table = crop ? behindOutside(body, pixels, how) : pixels;

  const rows = sources(body, height, draws, crop);
  let columns = sources(body, width, draws, crop && { ...crop, column: crop.column + 1 });
  if (flip !== undefined) {
    const mirrored = body.isLess(draws.columns(flip, 1), 0.5);
    columns = body.choose(mirrored, body.minus(width - 1, columns), columns);
  }
  const counted = draws.columns(flip ?? crop?.column ?? 0, 1);
  const first = firstPlaces(body, counted, height * width, crop ? 1 : 0, whole);
  const rowsBefore = body.integer('Mul', body.cast(rows, 'float32', whole), width, whole);
  const down = body.integer('AddV2', rowsBefore, first, whole);
  const across = body.cast(columns, 'float32', whole);
  const along = (places: string, positions: string, size: number, sizes: readonly number[]): string => {
    const inside = crop ? body.either(isWithin(body, positions, size), places, OUTSIDE, whole) : places;
    return body.reshape(inside, sizes, whole);
  };
  const downward = along(down, rows, height, [-1, height, 1]);
  const sums = body.integer('AddV2', downward, along(across, columns, width, [-1, 1, width]), whole);
  const places = crop ? body.integer('Maximum', sums, 0, whole) : sums;
  return body.gather(table, places, dtype, whole);
}

/** The pixels after the padding pixel. */
function behindOutside(body: Body, pixels: string, { imageShape, dtype, outside }: FlipAndCrop): string {
  const sizes = [1, imageShape[2] as number];
  const T = type(dtype);
  const pixel = outside ? body.reshape(outside, sizes, dtype) : body.constant(dtype, sizes, [0]);
  return body.op('ConcatV2', [pixel, pixels, body.whole(0)], { T, N: int(2), Tidx: integer });
}

/** The source row (or column) of each output row, [N or 1, size]; a crop reaches beyond the image. */
function sources(body: Body, size: number, draws: BatchDraws, crop: FlipAndCrop['crop']): string {
  const positions = body.positions(size);
  if (!crop) return positions;
  const window = body.floor(body.times(draws.columns(crop.column, 1), 2 * crop.padding + 1));
  return body.plus(positions, body.minus(window, crop.padding));
}

const isWithin = (body: Body, positions: string, size: number): string =>
  body.both(body.isAtMost(body.number(0), positions), body.isLess(positions, size));

/** Positions of the first pixels of the images in the table, [N,1]. */
function firstPlaces(body: Body, counted: string, pixels: number, before: number, whole: WholeType): string {
  const dtype = type(whole);
  const count = body.op('Size', [counted], { T: type('float32'), out_type: dtype });
  const range = [body.whole(0, whole), count, body.whole(1, whole)];
  const numbers = body.op('Range', range, { Tidx: dtype });
  const places = body.integer('AddV2', body.integer('Mul', numbers, pixels, whole), before, whole);
  return body.reshape(places, [-1, 1], whole);
}
