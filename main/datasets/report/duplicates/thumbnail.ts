/** Images as SIDE x SIDE brightness values, for finding duplicates. */
import { LUMA } from '../../../../core/format/luma';

export const SIDE = 32;
export const THUMBNAIL_BYTES = SIDE * SIDE;

/** Input pixels of one output pixel along an axis; weights add up to 1. */
interface Taps {
  first: number;
  weights: Float64Array;
}

/** Area interpolation (box filter): the mean of the pixels covered, in proportion. */
function areaTaps(from: number, to: number): Taps[] {
  const scale = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [begin, end] = [i * scale, (i + 1) * scale];
    const first = Math.min(from - 1, Math.floor(begin + 1e-9));
    const last = Math.max(first, Math.min(from - 1, Math.ceil(end - 1e-9) - 1));
    const weights = new Float64Array(last - first + 1);
    for (let j = first; j <= last; j++) {
      weights[j - first] = (Math.min(end, j + 1) - Math.max(begin, j)) / scale;
    }
    return { first, weights };
  });
}

const cachedTaps = new Map<string, Taps[]>();

function tapsFor(from: number, to: number): Taps[] {
  const key = `${from} ${to}`;
  let taps = cachedTaps.get(key);
  if (!taps) {
    // Photographs have thousands of sizes.
    if (cachedTaps.size > 512) cachedTaps.clear();
    taps = areaTaps(from, to);
    cachedTaps.set(key, taps);
  }
  return taps;
}

/**
 * Resizes height x width x channels bytes without keeping the aspect ratio.
 * @returns height x width x channels values, 0..255, not rounded
 */
export function resizeArea(
  pixels: Uint8Array,
  [height, width, channels]: readonly [number, number, number],
  [toHeight, toWidth]: readonly [number, number],
): Float32Array {
  const rows = tapsFor(height, toHeight);
  const columns = tapsFor(width, toWidth);
  const out = new Float32Array(toHeight * toWidth * channels);
  // Adds up the input rows of each output row first, so that each pixel is read once.
  const sums = new Float32Array(width * channels);
  for (let y = 0; y < toHeight; y++) {
    const { first, weights } = rows[y]!;
    sums.fill(0);
    for (let k = 0; k < weights.length; k++) {
      const weight = weights[k]!;
      const at = (first + k) * width * channels;
      for (let x = 0; x < sums.length; x++) sums[x]! += weight * pixels[at + x]!;
    }
    for (let x = 0; x < toWidth; x++) {
      const taps = columns[x]!;
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let k = 0; k < taps.weights.length; k++) {
          sum += taps.weights[k]! * sums[(taps.first + k) * channels + c]!;
        }
        out[(y * toWidth + x) * channels + c] = sum;
      }
    }
  }
  return out;
}

/** Writes THUMBNAIL_BYTES of brightness (ITU-R BT.601) into `out` at `at`. */
export function writeThumbnail(
  pixels: Uint8Array,
  shape: readonly [number, number, number],
  out: Uint8Array,
  at: number,
): void {
  const [height, width, channels] = shape;
  const [red, green, blue] = LUMA;
  const asIs = height === SIDE && width === SIDE;
  const small = asIs ? pixels : resizeArea(pixels, shape, [SIDE, SIDE]);
  for (let i = 0; i < THUMBNAIL_BYTES; i++) {
    const from = i * channels;
    out[at + i] =
      channels >= 3
        ? Math.round(red * small[from]! + green * small[from + 1]! + blue * small[from + 2]!)
        : Math.round(small[from]!);
  }
}
