/** BMP pixels as RGB. Alpha is ignored: in most files it is padding. */
import { message } from '../../../../core/messages';
import { type BmpHeader, CannotDecode } from './bmp';

/** The caller checks the size. @throws CannotDecode if rows are missing. */
export function decodeBmp(bytes: Buffer, header: BmpHeader): Buffer {
  const { width, height, bits, palette } = header;
  if (bits > 8) return decodeDirect(bytes, header);
  const indices = header.runs ? decodeRuns(bytes, header) : decodeIndices(bytes, header);
  const rgb = Buffer.allocUnsafe(width * height * 3);
  for (let pixel = 0; pixel < indices.length; pixel++) {
    const from = indices[pixel]! * 3;
    rgb[pixel * 3] = palette[from]!;
    rgb[pixel * 3 + 1] = palette[from + 1]!;
    rgb[pixel * 3 + 2] = palette[from + 2]!;
  }
  return rgb;
}

const placeOf = ({ topDown, height }: BmpHeader, row: number): number => (topDown ? row : height - 1 - row);

/** Bytes of a row. @throws CannotDecode if rows are missing. */
function rowBytes(bytes: Buffer, { width, height, bits, start }: BmpHeader): number {
  const row = Math.ceil((width * bits) / 32) * 4;
  // The last row may lack its padding.
  const padding = row - Math.ceil((width * bits) / 8);
  const rows = Math.floor(Math.max(0, bytes.length + padding - start) / row);
  if (rows < height) throw new CannotDecode(message('datasets.image.rows', { rows, height }));
  return row;
}

/** 16, 24 and 32 bits per pixel: colors, not indices. */
function decodeDirect(bytes: Buffer, header: BmpHeader): Buffer {
  const { width, height, bits, masks, start } = header;
  const row = rowBytes(bytes, header);
  const rgb = Buffer.allocUnsafe(width * height * 3);
  const each = bits / 8;
  const channels = masks.map(brought);
  for (let y = 0; y < height; y++) {
    let to = placeOf(header, y) * width * 3;
    for (let x = 0, at = start + y * row; x < width; x++, at += each) {
      const value = each === 2 ? bytes.readUInt16LE(at) : each === 4 ? bytes.readUInt32LE(at) : 0;
      for (let channel = 0; channel < 3; channel++) {
        rgb[to++] = each === 3 ? bytes[at + 2 - channel]! : channels[channel]!(value);
      }
    }
  }
  return rgb;
}

/** Scales the bits of a mask to 0..255. */
function brought(mask: number): (value: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  return (value) => Math.round((((value & mask) >>> shift) * 255) / most);
}

/** Color indices of 1, 2, 4 or 8 bits, the first pixel in the highest bits. */
function decodeIndices(bytes: Buffer, header: BmpHeader): Uint8Array {
  const { width, height, bits, start } = header;
  const row = rowBytes(bytes, header);
  const indices = new Uint8Array(width * height);
  const mask = 2 ** bits - 1;
  for (let y = 0; y < height; y++) {
    const to = placeOf(header, y) * width;
    for (let x = 0; x < width; x++) {
      const bit = x * bits;
      indices[to + x] = (bytes[start + y * row + (bit >> 3)]! >> (8 - bits - (bit & 7))) & mask;
    }
  }
  return indices;
}

const [END_OF_ROW, END_OF_IMAGE, MOVE] = [0, 1, 2];

/** Run-length encoding with 4 or 8 bits. Pixels without a run get the first color. */
function decodeRuns(bytes: Buffer, header: BmpHeader): Uint8Array {
  const { width, height, bits, start } = header;
  const indices = new Uint8Array(width * height);
  let at = start;
  let [x, y] = [0, 0];
  const put = (index: number) => {
    if (x < width && y < height) indices[placeOf(header, y) * width + x] = index;
    x++;
  };
  /** The `n`th index in the bytes from `from` on. */
  const numberAt = (from: number, n: number) =>
    bits === 8 ? bytes[from + n]! : (bytes[from + (n >> 1)]! >> (n % 2 === 0 ? 4 : 0)) & 15;
  while (at + 2 <= bytes.length) {
    const [count, code] = [bytes[at]!, bytes[at + 1]!];
    at += 2;
    if (count > 0) {
      for (let n = 0; n < count; n++) put(numberAt(at - 1, bits === 8 ? 0 : n % 2));
    } else if (code === END_OF_ROW) {
      x = 0;
      y++;
    } else if (code === END_OF_IMAGE) {
      return indices;
    } else if (code === MOVE) {
      if (at + 2 > bytes.length) break;
      x += bytes[at]!;
      y += bytes[at + 1]!;
      at += 2;
    } else {
      const length = Math.ceil((code * bits) / 16) * 2;
      if (at + length > bytes.length) break;
      for (let n = 0; n < code; n++) put(numberAt(at, n));
      at += length;
    }
  }
  // Some programs omit the end mark.
  if (y >= height || (y === height - 1 && x >= width)) return indices;
  throw new CannotDecode(message('datasets.image.rows', { rows: Math.min(y, height), height }));
}
