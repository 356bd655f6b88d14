/**
 * A picture as the network sees it, in a browser: main/compiler/emit/pipeline/preprocess.ts in plain numbers, with
 * TensorFlow's CPU resize kernels (tensorflow/core/kernels/image), half-pixel centers.
 */
import { LUMA } from '../../../../core/format/luma';

export interface Picture {
  height: number;
  width: number;
  /** Values per pixel in `pixels`, and how many of them count. */
  stride: number;
  channels: 1 | 3;
  /** Levels of 0 to 255, row-major. */
  pixels: ArrayLike<number>;
}

export interface Preprocessing {
  interpolation: 'bilinear' | 'bicubic' | 'area';
  fit: 'stretch' | 'fit' | 'crop';
}

const f32 = Math.fround;

/** With the weights of a sum, which `area` does not divide by the size of the area. */
type Sampled = readonly (readonly [index: number, weight: number])[];

/** @param shape height, width, and 1 or 3 channels. @returns levels, row-major, rounded half to even. */
export function preprocessed(
  picture: Picture,
  shape: readonly number[],
  { interpolation, fit }: Preprocessing,
): Uint8Array {
  const [height = 0, width = 0, channels = 0] = shape;
  const out = new Uint8Array(height * width * channels);
  const isSized = picture.height === height && picture.width === width;
  const { from, to } = isSized
    ? { from: { top: 0, left: 0, height, width }, to: { top: 0, left: 0, height, width } }
    : windows(picture, height, width, fit);
  const sample = isSized ? itself : samplers[interpolation];
  // As in TensorFlow, which divides by the area last: the rounding of a level may depend on it.
  const factor =
    isSized || interpolation !== 'area'
      ? 1
      : f32(1 / f32(f32(from.height / to.height) * f32(from.width / to.width)));
  const rows = Array.from({ length: to.height }, (_, y) => sample(y, from.height, to.height));
  const columns = Array.from({ length: to.width }, (_, x) => sample(x, from.width, to.width));
  const mix = !isSized && interpolation === 'bilinear' ? between : weighted;
  const { pixels, stride } = picture;
  const level = (y: number, x: number, channel: number) =>
    pixels[((from.top + y) * picture.width + from.left + x) * stride + channel] as number;
  for (const [y, row] of rows.entries()) {
    for (const [x, column] of columns.entries()) {
      const color = Array.from({ length: picture.channels }, (_, channel) => {
        const across = (from: number) => mix(column, (at) => level(from, at, channel));
        return f32(mix(row, across) * factor);
      });
      const values = channels < color.length ? [luma(color)] : color;
      const at = ((to.top + y) * width + to.left + x) * channels;
      for (let channel = 0; channel < channels; channel++) {
        out[at + channel] = Math.min(255, Math.max(0, rounded(values[channel % values.length] as number)));
      }
    }
  }
  return out;
}

/** In the order of TensorFlow's additions. */
function weighted(sampled: Sampled, value: (at: number) => number): number {
  let sum = 0;
  for (const [at, weight] of sampled) sum = f32(sum + f32(weight * value(at)));
  return sum;
}

function between([first, second]: Sampled, value: (at: number) => number): number {
  const [at, [next, share]] = [first as Sampled[number], second as Sampled[number]];
  const start = value(at[0]);
  return f32(start + f32(f32(value(next) - start) * share));
}

/** As in training. */
const luma = ([red = 0, green = 0, blue = 0]: readonly number[]) =>
  f32(LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue);

/** Half to even. */
function rounded(value: number): number {
  const whole = Math.round(value);
  return whole - value === 0.5 && whole % 2 !== 0 ? whole - 1 : whole;
}

/** Source region of the picture, and its target region. */
function windows(picture: Picture, height: number, width: number, fit: Preprocessing['fit']) {
  const { height: rows, width: columns } = picture;
  const all = { top: 0, left: 0 };
  if (fit === 'stretch') {
    return { from: { ...all, height: rows, width: columns }, to: { ...all, height, width } };
  }
  if (fit === 'crop') {
    const high = Math.max(1, Math.min(rows, Math.floor((columns * height) / width)));
    const wide = Math.max(1, Math.min(columns, Math.floor((rows * width) / height)));
    const middle = {
      top: Math.floor((rows - high) / 2),
      left: Math.floor((columns - wide) / 2),
      height: high,
      width: wide,
    };
    return { from: middle, to: { ...all, height, width } };
  }
  const [across, down] = [columns * height, rows * width];
  const placed = {
    top: Math.floor(Math.max(0, across - down) / (2 * columns)),
    left: Math.floor(Math.max(0, down - across) / (2 * rows)),
    height: down >= across ? height : Math.max(1, Math.floor(down / columns)),
    width: across >= down ? width : Math.max(1, Math.floor(across / rows)),
  };
  return { from: { ...all, height: rows, width: columns }, to: placed };
}

const itself = (at: number): Sampled => [[at, 1]];

const center = (at: number, size: number, into: number): number =>
  f32(f32(at + 0.5) * f32(size / into)) - 0.5;

const inside = (at: number, size: number): number => Math.min(size - 1, Math.max(0, at));

const samplers: Record<Preprocessing['interpolation'], (at: number, size: number, into: number) => Sampled> =
  {
    bilinear(at, size, into) {
      const place = center(at, size, into);
      const share = place - Math.floor(place);
      return [
        [inside(Math.floor(place), size), 1 - share],
        [inside(Math.ceil(place), size), share],
      ];
    },
    bicubic(at, size, into) {
      const place = center(at, size, into);
      const first = Math.floor(place);
      // TensorFlow looks the kernel up in a table of 1024 steps.
      const share = Math.round((place - first) * 1024) / 1024;
      const weights = [far(share + 1), near(share), near(1 - share), far(2 - share)];
      const taken = weights.flatMap((weight, index): [number, number][] => {
        const from = first - 1 + index;
        return from === inside(from, size) ? [[from, weight]] : [];
      });
      const sum = taken.reduce((total, [, weight]) => total + weight, 0);
      return taken.map(([from, weight]) => [from, weight / sum]);
    },
    area(at, size, into) {
      const scale = f32(size / into);
      const [begin, end] = [f32(at * scale), f32((at + 1) * scale)];
      const first = Math.floor(begin);
      return Array.from({ length: Math.ceil(end) - first }, (_, index) => {
        const from = first + index;
        const covered = f32(Math.min(from + 1, end) - Math.max(from, begin));
        return [inside(from, size), covered];
      });
    },
  };

/** Keys' kernel with a = -0.5, within one pixel of the center. */
const near = (x: number): number => (1.5 * x - 2.5) * x * x + 1;
/** And beyond it. */
const far = (x: number): number => ((-0.5 * x + 2.5) * x - 4) * x + 2;
