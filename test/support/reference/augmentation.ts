/** Augmentation of one image in plain loops, given its draws: what the compiled pipeline is held against. */
import type { Augmentation } from '../../../core/study/augmentation';

export interface Image {
  height: number;
  width: number;
  channels: number;
  /** Row-major, height x width x channels. */
  data: Float64Array;
}

/** One image's row of the table of draws, taken in the order of the columns. */
export function augmentImage(
  image: Image,
  augmentation: Augmentation,
  row: readonly number[],
  center?: readonly number[],
): Image {
  const draws = [...row];
  const next = (): number => draws.shift()!;
  let x = image;
  if (augmentation.colorJitter) x = jitter(x, augmentation.colorJitter, [next(), next(), next()]);
  if (center) x = map(x, (value, at) => value - center[at % center.length]!);
  if (augmentation.randomResizedCrop) {
    const areas = Array.from({ length: 10 }, next);
    const ratios = Array.from({ length: 10 }, next);
    x = resizedCrop(x, augmentation.randomResizedCrop, areas, ratios, [next(), next()]);
  }
  if (augmentation.flip && next() < 0.5) {
    const { width } = x;
    x = pixels(x, (source, i, j, c) => source(i, width - 1 - j, c));
  }
  const { padAndCrop: padding, cutout: side } = augmentation;
  if (padding > 0) {
    const [down, across] = [next(), next()].map((draw) => Math.floor(draw * (2 * padding + 1)) - padding);
    x = pixels(x, (source, i, j, c) => source(i + down!, j + across!, c));
  }
  if (side > 0) {
    const [top, left] = [x.height, x.width].map((size) => Math.floor(next() * size) - Math.floor(side / 2));
    const within = (position: number, first: number) => position >= first && position < first + side;
    x = pixels(x, (source, i, j, c) => (within(i, top!) && within(j, left!) ? 0 : source(i, j, c)));
  }
  if (center) x = map(x, (value, at) => value + center[at % center.length]!);
  if (draws.length > 0) throw new Error(`${draws.length} draws are left over.`);
  return x;
}

const map = (image: Image, f: (value: number, at: number) => number): Image => ({
  ...image,
  data: image.data.map(f),
});

/** A new image; `source` is zero beyond the border. */
function pixels(
  image: Image,
  f: (source: (i: number, j: number, c: number) => number, i: number, j: number, c: number) => number,
): Image {
  const { height, width, channels, data } = image;
  const source = (i: number, j: number, c: number): number =>
    i >= 0 && i < height && j >= 0 && j < width ? data[(i * width + j) * channels + c]! : 0;
  return map(image, (_, at) => {
    const pixel = Math.floor(at / channels);
    return f(source, Math.floor(pixel / width), pixel % width, at % channels);
  });
}

const clip = (value: number): number => Math.min(1, Math.max(0, value));

function jitter(
  image: Image,
  amounts: NonNullable<Augmentation['colorJitter']>,
  draws: readonly number[],
): Image {
  const factor = (index: number, amount: number) => 1 - amount + 2 * amount * draws[index]!;
  const gray = ({ data }: Image, at: number): number => {
    const first = at - (at % 3);
    return 0.299 * data[first]! + 0.587 * data[first + 1]! + 0.114 * data[first + 2]!;
  };
  const bright = map(image, (value) => clip(value * factor(0, amounts.brightness)));
  const mean = bright.data.reduce((sum, _, at) => sum + gray(bright, at), 0) / bright.data.length;
  const contrasted = map(bright, (value) => clip(mean + (value - mean) * factor(1, amounts.contrast)));
  return map(contrasted, (value, at) => {
    const base = gray(contrasted, at);
    return clip(base + (value - base) * factor(2, amounts.saturation));
  });
}

function resizedCrop(
  image: Image,
  { minScale, maxScale, minRatio, maxRatio }: NonNullable<Augmentation['randomResizedCrop']>,
  areas: readonly number[],
  ratios: readonly number[],
  place: readonly [number, number],
): Image {
  const { height, width, channels, data } = image;
  let [boxHeight, boxWidth, top, left] = [0, 0, 0, 0];
  for (let attempt = 0; attempt < 10 && boxHeight === 0; attempt++) {
    const area = height * width * (minScale + areas[attempt]! * (maxScale - minScale));
    const ratio = Math.exp(Math.log(minRatio) + ratios[attempt]! * Math.log(maxRatio / minRatio));
    const [h, w] = [Math.round(Math.sqrt(area / ratio)), Math.round(Math.sqrt(area * ratio))];
    if (h < 1 || w < 1 || h > height || w > width) continue;
    [boxHeight, boxWidth] = [h, w];
    [top, left] = [Math.floor(place[0] * (height - h + 1)), Math.floor(place[1] * (width - w + 1))];
  }
  if (boxHeight === 0) {
    const ratio = width / height;
    boxHeight = ratio < minRatio ? Math.round(width / minRatio) : height;
    boxWidth = ratio > maxRatio ? Math.round(height * maxRatio) : width;
    [top, left] = [Math.floor((height - boxHeight) / 2), Math.floor((width - boxWidth) / 2)];
  }
  const at = (i: number, j: number, c: number): number => {
    const row = Math.min(height - 1, Math.max(0, i));
    const column = Math.min(width - 1, Math.max(0, j));
    return data[(row * width + column) * channels + c]!;
  };
  return pixels(image, (_, i, j, c) => {
    const y = top + ((i + 0.5) * boxHeight) / height - 0.5;
    const x = left + ((j + 0.5) * boxWidth) / width - 0.5;
    const [y0, x0] = [Math.floor(y), Math.floor(x)];
    const row = (i0: number) => at(i0, x0, c) * (x0 + 1 - x) + at(i0, x0 + 1, c) * (x - x0);
    return row(y0) * (y0 + 1 - y) + row(y0 + 1) * (y - y0);
  });
}
