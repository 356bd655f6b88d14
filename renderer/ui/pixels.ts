/** Images as the host sends them: raw bytes in base64. */
import type { ExamplesPage } from '../../core/contract/datasets';
import { plural } from '../../core/format/plural';

interface FromBase64 {
  fromBase64(base64: string): Uint8Array;
}

/** The bytes of all images of a page, height x width x channels each. */
export function decodePixels(base64: string): Uint8Array {
  // Browsers have it since 2025, and it is faster.
  if ('fromBase64' in Uint8Array) return (Uint8Array as unknown as FromBase64).fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

export interface Example {
  /** Position in its split. */
  index: number;
  /** Class index. */
  label: number;
  /** height x width x channels bytes. */
  pixels: Uint8Array;
}

/** @throws Error if the page has another number of bytes than its shape says */
export function examplesOf(page: ExamplesPage): Example[] {
  const [height, width, channels] = page.imageShape;
  const size = height * width * channels;
  const bytes = decodePixels(page.pixels);
  const expected = size * page.indices.length;
  if (bytes.length !== expected) {
    throw new Error(
      `A page of ${plural(page.indices.length, 'image')} of ${height}x${width}x${channels} holds ${expected} bytes. ` +
        `Received: ${plural(bytes.length, 'byte')}.`,
    );
  }
  return page.indices.map((index, position) => ({
    index,
    label: page.labels[position]!,
    pixels: bytes.subarray(position * size, (position + 1) * size),
  }));
}

/** RGBA bytes of one image with 1 (gray) or 3 channels. */
export function toRgba(pixels: Uint8Array, channels: number): Uint8ClampedArray<ArrayBuffer> {
  const count = pixels.length / channels;
  const rgba = new Uint8ClampedArray(4 * count);
  for (let pixel = 0; pixel < count; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      rgba[4 * pixel + channel] = pixels[pixel * channels + (channels === 1 ? 0 : channel)]!;
    }
    rgba[4 * pixel + 3] = 255;
  }
  return rgba;
}
