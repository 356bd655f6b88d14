/** BMP images, by bmp-ts, which believes a header whatever it says: sizes are checked before. */
import { decode } from 'bmp-ts';

/** Its message says why, fit for the list of what was dropped. */
export class CannotDecode extends Error {}

export interface Pixels {
  width: number;
  height: number;
  /** RGB, 3 bytes a pixel. */
  data: Buffer;
}

const INFO_HEADER = 40;
const RLE = new Set([1, 2]);

/** @throws CannotDecode that says why it does not decode. */
export function bmpSize(bytes: Buffer): { width: number; height: number } {
  if (bytes.length < 14 + INFO_HEADER) throw new CannotDecode('truncated: it ends within its header');
  const header = bytes.readUInt32LE(14);
  if (header < INFO_HEADER)
    throw new CannotDecode(`its header of ${header} bytes is one of OS/2, which is not read`);
  const width = bytes.readInt32LE(18);
  const height = Math.abs(bytes.readInt32LE(22));
  if (width <= 0 || height === 0) throw new CannotDecode(`its header says ${width} x ${height} pixels`);
  return { width, height };
}

/** To be called for sizes that are bearable. @throws CannotDecode, or what bmp-ts throws for damage. */
export function decodeBmp(bytes: Buffer): Pixels {
  const { width, height } = bmpSize(bytes);
  const bits = bytes.readUInt16LE(28);
  if (![1, 4, 8, 16, 24, 32].includes(bits)) throw new CannotDecode(`its ${bits} bits a pixel are not read`);
  if (bits <= 8 && bytes.readUInt32LE(46) > 256)
    throw new CannotDecode('its palette has more than 256 colours');
  if (!RLE.has(bytes.readUInt32LE(30))) {
    const row = Math.ceil((width * bits) / 32) * 4;
    const rows = Math.floor(Math.max(0, bytes.length - bytes.readUInt32LE(10)) / row);
    if (rows < height) throw new CannotDecode(`truncated: ${rows} of ${height} rows`);
  }
  const { data } = decode(bytes, { toRGBA: true });
  const rgb = Buffer.allocUnsafe(width * height * 3);
  // What it gives as alpha is the padding of most files: left out.
  for (let from = 0, to = 0; to < rgb.length; from += 4) {
    rgb[to++] = data[from]!;
    rgb[to++] = data[from + 1]!;
    rgb[to++] = data[from + 2]!;
  }
  return { width, height, data: rgb };
}
