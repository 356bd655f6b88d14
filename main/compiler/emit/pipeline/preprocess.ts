/**
 * Stored images [N,h,w,c] as bytes become the network's [N,H,W,C], as bytes again, rounded half to even.
 *
 * Pixel centers are at halves. bilinear: ResizeBilinear without antialiasing. bicubic: ResizeBicubic (Keys' kernel,
 * a = -0.5), clipped to 0..255. area: ResizeArea. fit: as tf.image.resize_with_pad. crop: as
 * keras.utils.image_dataset_from_directory(crop_to_aspect_ratio=True). Sizes are computed in whole numbers: in float32
 * TensorFlow may lose a row (9 / (9 / 14) is 13.999999).
 */
import { LUMA } from '../../../../core/format/luma';
import type { Preprocessing } from '../../../../core/study/data';
import { bool, int, type } from '../attributes';
import type { FunctionBody } from './function-body';

const integer = type('int32');
const byte = type('uint8');

export interface Preprocessed {
  /** Channels of the stored images. */
  channels: number;
  /** Their height and width, if all are equal. */
  size?: readonly [number, number] | undefined;
  imageShape: readonly number[];
  preprocessing: Preprocessing;
}

/** Whether images of this shape must be changed. */
export const changes = (stored: readonly number[], imageShape: readonly number[]): boolean =>
  stored.join() !== imageShape.join();

export function preprocess(body: FunctionBody, images: string, how: Preprocessed): string {
  const [height = 0, width = 0, channels = 0] = how.imageShape;
  const { interpolation } = how.preprocessing;
  const isSized = how.size?.[0] === height && how.size[1] === width;
  const toGray = how.channels === 3 && channels === 1;
  let x = images;
  if (!isSized || toGray) {
    const { levels, padding } = isSized
      ? { levels: body.cast(x, 'uint8', 'float32') }
      : resized(body, x, how);
    const gray = toGray ? luma(body, levels) : levels;
    const whole = body.op('Round', [gray], { T: type('float32') });
    const inRange = interpolation === 'bicubic' ? body.clip(whole, 0, 255) : whole;
    x = body.cast(inRange, 'float32', 'uint8');
    if (padding) x = body.op('Pad', [x, padding], { T: byte, Tpaddings: integer });
  }
  if (how.channels === 1 && channels === 3) {
    x = body.op('Tile', [x, body.ints([1, 1, 1, 3])], { T: byte, Tmultiples: integer });
  }
  return x;
}

const resizers = { bilinear: 'ResizeBilinear', bicubic: 'ResizeBicubic', area: 'ResizeArea' } as const;

/** Levels as float32 [N, ., ., c], and the padding around them, [4,2]. */
function resized(
  body: FunctionBody,
  images: string,
  { imageShape, preprocessing }: Preprocessed,
): { levels: string; padding?: string } {
  const { interpolation, fit } = preprocessing;
  const [height = 0, width = 0] = imageShape;
  const resize = (x: string, size: string): string =>
    body.op(resizers[interpolation], [x, size], {
      T: byte,
      align_corners: bool(false),
      ...(interpolation === 'area' ? {} : { half_pixel_centers: bool(true) }),
    });
  if (fit === 'stretch') return { levels: resize(images, body.ints([height, width])) };
  const { rows, columns } = sizeOf(body, images);
  if (fit === 'crop')
    return { levels: resize(cropped(body, images, rows, columns, imageShape), body.ints([height, width])) };

  // Whether the width decides: columns / width >= rows / height.
  const [across, down] = [body.integer('Mul', columns, height), body.integer('Mul', rows, width)];
  const isWide = body.op('GreaterEqual', [across, down], { T: integer });
  const side = (length: string, whole: number, other: string, others: number, decides: string) => {
    // others * length / other, if the other side decides; the whole length, if this one does.
    const exact = body.integer('Mul', length, others);
    const scaled = body.integer('Maximum', body.integer('FloorDiv', exact, other), 1);
    const size = body.op('SelectV2', [decides, body.whole(whole), scaled], { T: integer });
    const spare = body.integer('Sub', body.integer('Mul', other, whole), exact);
    const half = body.integer('FloorDiv', spare, body.integer('Mul', other, 2));
    const before = body.op('SelectV2', [decides, body.whole(0), half], { T: integer });
    return { size, before, after: body.integer('Sub', body.integer('Sub', whole, before), size) };
  };
  const isTall = body.op('GreaterEqual', [down, across], { T: integer });
  const vertical = side(rows, height, columns, width, isTall);
  const horizontal = side(columns, width, rows, height, isWide);
  const none = body.packed([body.whole(0), body.whole(0)]);
  const around = [none, vertical, horizontal, none].map((edge) =>
    typeof edge === 'string' ? edge : body.packed([edge.before, edge.after]),
  );
  return {
    levels: resize(images, body.packed([vertical.size, horizontal.size])),
    padding: body.packed(around),
  };
}

/** The largest window of the network's aspect ratio, in the middle. */
function cropped(
  body: FunctionBody,
  images: string,
  rows: string,
  columns: string,
  [height = 0, width = 0]: readonly number[],
): string {
  const side = (length: string, other: string, own: number, others: number) => {
    const wanted = body.integer('FloorDiv', body.integer('Mul', other, own), others);
    const size = body.integer('Maximum', body.integer('Minimum', length, wanted), 1);
    const begin = body.integer('FloorDiv', body.integer('Sub', length, size), 2);
    return { size, begin };
  };
  const vertical = side(rows, columns, height, width);
  const horizontal = side(columns, rows, width, height);
  const begin = body.packed([body.whole(0), vertical.begin, horizontal.begin, body.whole(0)]);
  const size = body.packed([body.whole(-1), vertical.size, horizontal.size, body.whole(-1)]);
  return body.op('Slice', [images, begin, size], { T: byte, Index: integer });
}

/** Height and width as int32. */
function sizeOf(body: FunctionBody, images: string): { rows: string; columns: string } {
  const shape = body.op('Shape', [images], { T: byte, out_type: integer });
  const [, rows, columns] = body.outputs(4, 'Unpack', [shape], { T: integer, num: int(4), axis: int(0) });
  return { rows: rows as string, columns: columns as string };
}

function luma(body: FunctionBody, levels: string): string {
  return body.reduce('Sum', body.times(levels, body.constant('float32', [3], LUMA)), [-1]);
}
