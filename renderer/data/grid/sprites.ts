/** Each page of images as one bitmap for a canvas to draw from, its images one below the other. */
import type { LoadedPage } from './pages';

/** Alpha is the highest byte on little-endian machines, which all are that run this. */
const OPAQUE = 0xff000000;
/** Times a level: the same in red, green and blue. */
const GRAY = 0x010101;

/** The pixel that begins at `at`, of 1 (gray) or 3 (red, green, blue) channels. */
export const rgbaAt = (pixels: Uint8Array, at: number, channels: number): number =>
  channels === 1
    ? OPAQUE | (GRAY * pixels[at]!)
    : OPAQUE | (pixels[at + 2]! << 16) | (pixels[at + 1]! << 8) | pixels[at]!;

/** RGBA of all images of a page, one below the other. */
export function stripOf({ examples, imageShape }: LoadedPage): Uint8ClampedArray<ArrayBuffer> {
  const [height, width, channels] = imageShape;
  const size = height * width;
  const strip = new Uint32Array(size * examples.length);
  for (const [image, { pixels }] of examples.entries()) {
    const first = image * size;
    for (let i = 0; i < size; i++) strip[first + i] = rgbaAt(pixels, i * channels, channels);
  }
  return new Uint8ClampedArray(strip.buffer);
}

/** One for all pages, since its content is taken out at once. */
let scratch: OffscreenCanvas | undefined;

function bitmapOf(page: LoadedPage): ImageBitmap | undefined {
  const [height, width] = page.imageShape;
  const all = height * page.examples.length;
  if (scratch?.width !== width || scratch.height !== all) scratch = new OffscreenCanvas(width, all);
  const context = scratch.getContext('2d', { alpha: false });
  if (!context) return undefined;
  context.putImageData(new ImageData(stripOf(page), width, all), 0, 0);
  return scratch.transferToImageBitmap();
}

/** The bitmaps of the pages that were drawn last. */
export class Sprites {
  /** In order of use: the first is dropped first. */
  readonly #kept = new Map<LoadedPage, ImageBitmap>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes = 48 * 1024 * 1024) {
    this.#maxBytes = maxBytes;
  }

  /** Undefined if there is no memory for one. */
  of(page: LoadedPage): ImageBitmap | undefined {
    const known = this.#kept.get(page) ?? this.#make(page);
    if (!known) return undefined;
    this.#kept.delete(page);
    this.#kept.set(page, known);
    return known;
  }

  dispose(): void {
    for (const bitmap of this.#kept.values()) bitmap.close();
    this.#kept.clear();
    this.#bytes = 0;
  }

  #make(page: LoadedPage): ImageBitmap | undefined {
    const bitmap = bitmapOf(page);
    if (!bitmap) return undefined;
    this.#bytes += 4 * bitmap.width * bitmap.height;
    for (const [old, kept] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#bytes -= 4 * kept.width * kept.height;
      kept.close();
      this.#kept.delete(old);
    }
    return bitmap;
  }
}
