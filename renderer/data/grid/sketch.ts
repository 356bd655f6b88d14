/** The sketches of a row's images, each with a border of its own pixels so that none bleeds into the next. */
import type { Sketch } from './overview';
import { rgbaAt } from './sprites';

export interface SketchStrip {
  /** RGBA. */
  pixels: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
  /** Side of each; number n begins at n * (side + 2) + 1 from the left and 1 from the top. */
  side: number;
}

export function stripOf(sketches: readonly Sketch[]): SketchStrip {
  const side = sketches[0]!.part.side;
  const [pitch, width] = [side + 2, sketches.length * (side + 2)];
  const strip = new Uint32Array(width * pitch);
  for (const [n, { part, place }] of sketches.entries()) {
    const first = place * side * side * part.channels;
    for (let y = 0; y < pitch; y++) {
      const row = Math.min(Math.max(y - 1, 0), side - 1);
      for (let x = 0; x < pitch; x++) {
        const column = Math.min(Math.max(x - 1, 0), side - 1);
        const at = first + (row * side + column) * part.channels;
        strip[y * width + n * pitch + x] = rgbaAt(part.pixels, at, part.channels);
      }
    }
  }
  return { pixels: new Uint8ClampedArray(strip.buffer), width, height: pitch, side };
}

/** One for all rows, since it is drawn from at once. */
let scratch: OffscreenCanvas | undefined;

/** A canvas with the strip at its top left. */
export function drawnStrip({ pixels, width, height }: SketchStrip): OffscreenCanvas | undefined {
  if (!scratch || scratch.width < width || scratch.height < height) {
    scratch = new OffscreenCanvas(width, height);
  }
  const context = scratch.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) return undefined;
  context.putImageData(new ImageData(pixels, width, height), 0, 0);
  return scratch;
}
