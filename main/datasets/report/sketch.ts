/** An image as a few square pixels (../examples/overview.ts): the means of its parts. */
import type { DatasetManifest } from '../storage/store';

/** Bytes for a whole data set, which the window keeps in memory. */
const BUDGET = 5e6;
const SIDES = [8, 4, 2] as const;
/** Most pixels read of a part along each axis. */
const SAMPLES = 16;

/** The finest sketch that fits for all `count` images, and is not finer than they are. */
export function sketchShape(
  { storage, imageShape: [height, width, channels] }: DatasetManifest,
  count: number,
): { side: number; channels: 1 | 3 } {
  const colors = storage === 'raw' && channels === 1 ? 1 : 3;
  const most = storage === 'raw' ? Math.min(height, width) : Number.POSITIVE_INFINITY;
  const side = SIDES.find((wanted) => wanted <= most && count * wanted * wanted * colors <= BUDGET);
  return { side: side ?? 1, channels: colors };
}

/** First and exclusive last pixel of part `n` of `parts`; at least one pixel. */
function part(n: number, parts: number, begin: number, length: number): [from: number, to: number] {
  const from = begin + Math.floor((n * length) / parts);
  return [from, Math.max(from + 1, begin + Math.floor(((n + 1) * length) / parts))];
}

/**
 * Writes side x side x channels bytes into `out` at `at`.
 * @param square uses only the middle square, as the grid does for photographs
 */
export function writeSketch(
  pixels: Uint8Array,
  [height, width, from]: readonly [height: number, width: number, channels: number],
  { side, channels, square }: { side: number; channels: number; square: boolean },
  out: Uint8Array,
  at: number,
): void {
  const least = Math.min(height, width);
  const [high, wide] = square ? [least, least] : [height, width];
  const [top, left] = [Math.floor((height - high) / 2), Math.floor((width - wide) / 2)];
  for (let row = 0; row < side; row++) {
    const [y0, y1] = part(row, side, top, high);
    const down = Math.ceil((y1 - y0) / SAMPLES);
    for (let column = 0; column < side; column++) {
      const [x0, x1] = part(column, side, left, wide);
      const right = Math.ceil((x1 - x0) / SAMPLES);
      for (let c = 0; c < channels; c++) {
        let [sum, seen] = [0, 0];
        for (let y = y0; y < y1; y += down) {
          // Gray has the same value in all channels.
          let i = (y * width + x0) * from + Math.min(c, from - 1);
          for (let x = x0; x < x1; x += right, i += right * from) sum += pixels[i]!;
          seen += Math.ceil((x1 - x0) / right);
        }
        out[at + (row * side + column) * channels + c] = Math.round(sum / seen);
      }
    }
  }
}
