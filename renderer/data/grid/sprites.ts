/** Pages of images as bitmaps that a canvas draws from: one conversion a page, one bitmap, its images one below the other. */
import type { LoadedPage } from './pages';

/** Little-endian, as all machines that run this are: alpha in the highest byte. */
const OPAQUE = 0xff000000;
/** Times a level: the same in red, green and blue. */
const GRAY = 0x010101;

/** RGBA of all images of a page, one below the other, from 1 (gray) or 3 (red, green, blue) channels. */
export function stripOf({ examples, imageShape }: LoadedPage): Uint8ClampedArray<ArrayBuffer> {
  const [height, width, channels] = imageShape;
  const size = height * width;
  const strip = new Uint32Array(size * examples.length);
  for (const [image, { pixels }] of examples.entries()) {
    const first = image * size;
    if (channels === 1) {
      for (let i = 0; i < size; i++) strip[first + i] = OPAQUE | (GRAY * pixels[i]!);
    } else {
      for (let i = 0, at = 0; i < size; i++, at += 3) {
        strip[first + i] = OPAQUE | (pixels[at + 2]! << 16) | (pixels[at + 1]! << 8) | pixels[at]!;
      }
    }
  }
  return new Uint8ClampedArray(strip.buffer);
}

/** One for all pages: what it holds is taken out of it at once. */
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

/** The bitmaps of the pages drawn last. */
export class Sprites {
  /** In the order of use: the first is the one to let go. */
  readonly #kept = new Map<LoadedPage, ImageBitmap>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes = 48 * 1024 * 1024) {
    this.#maxBytes = maxBytes;
  }

  /** Undefined where the machine has no memory left for one. */
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
