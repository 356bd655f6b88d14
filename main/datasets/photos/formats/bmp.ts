/**
 * The header of a BMP image, of whatever age: OS/2 1 and 2, Windows 3 to 5. What it says is checked against the bytes
 * that are there before anything is made of it. Pixels: bmp-pixels.ts.
 */
import { inEnglish, type Message, message } from '../../../../core/messages';

/** Says why, fit for the list of what was skipped. */
export class CannotDecode extends Error {
  constructor(readonly said: Message) {
    super(inEnglish(said));
  }
}

export interface BmpHeader {
  width: number;
  height: number;
  /** Rows stand from the top down, not from the bottom up as usual. */
  topDown: boolean;
  bits: number;
  runs: boolean;
  /** Bits of red, green and blue, of 16 and 32 bits a pixel. */
  masks: readonly [number, number, number];
  /** RGB, 3 bytes a color; as many as a pixel can name, black where the file has fewer. */
  palette: Buffer;
  /** Where the rows begin. */
  start: number;
}

const FILE_HEADER = 14;
/** The header of OS/2 1: short sizes, and colors of three bytes. */
const CORE_HEADER = 12;
/** OS/2 2 may leave away whatever is zero, from here on. */
const SHORTEST = 16;
const INFO_HEADER = 40;
/** From Windows 4 on masks are in the header; before they follow it. */
const WITH_MASKS = 52;

const [PLAIN, RLE8, RLE4, MASKS, MASKS_AND_ALPHA] = [0, 1, 2, 3, 6];

const DEPTHS = [1, 2, 4, 8, 16, 24, 32];

/** @throws CannotDecode that says why it does not decode. */
export function readBmpHeader(bytes: Buffer): BmpHeader {
  const length = bytes.length >= FILE_HEADER + 4 ? bytes.readUInt32LE(FILE_HEADER) : 0;
  if (length !== CORE_HEADER && (length < SHORTEST || length > 1024)) {
    throw new CannotDecode(message('datasets.image.bmpHeader', { count: length }));
  }
  const end = FILE_HEADER + length;
  if (bytes.length < end) throw new CannotDecode(message('datasets.image.cutHeader'));
  const core = length === CORE_HEADER;
  /** A field of a header that may end before it. */
  const field = (at: number) => (at + 4 <= end ? bytes.readUInt32LE(at) : 0);
  const width = core ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  const signedHeight = core ? bytes.readUInt16LE(20) : bytes.readInt32LE(22);
  const height = Math.abs(signedHeight);
  if (width <= 0 || height === 0)
    throw new CannotDecode(message('datasets.image.bmpSize', { width, height }));
  const bits = bytes.readUInt16LE(core ? 24 : 28);
  if (!DEPTHS.includes(bits)) throw new CannotDecode(message('datasets.image.bmpBits', { bits }));
  const compression = field(30);
  const runs = compression === RLE8 || compression === RLE4;
  // OS/2 2 has Huffman codes of one bit in the place of masks.
  const masked = (compression === MASKS && bits >= 16) || compression === MASKS_AND_ALPHA;
  const fits = runs ? bits === (compression === RLE8 ? 8 : 4) : masked ? bits === 16 || bits === 32 : true;
  if (!fits || !(runs || masked || compression === PLAIN)) {
    throw new CannotDecode(message('datasets.image.bmpCompression', { compression, bits }));
  }
  return {
    width,
    height,
    topDown: signedHeight < 0,
    bits,
    runs,
    masks: masked ? readMasks(bytes) : bits === 16 ? [0x7c00, 0x3e0, 0x1f] : [0xff0000, 0xff00, 0xff],
    palette: bits > 8 ? Buffer.alloc(0) : readPalette(bytes, end, bits, core ? 3 : 4, field(46)),
    start: bytes.readUInt32LE(10),
  };
}

/** They stand behind the first 40 bytes, whether these are all of the header or not. */
function readMasks(bytes: Buffer): [number, number, number] {
  const at = FILE_HEADER + INFO_HEADER;
  if (bytes.length < FILE_HEADER + WITH_MASKS) throw new CannotDecode(message('datasets.image.cutMasks'));
  return [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4), bytes.readUInt32LE(at + 8)];
}

function readPalette(bytes: Buffer, at: number, bits: number, bytesEach: number, used: number): Buffer {
  const most = 2 ** bits;
  const palette = Buffer.alloc(most * 3);
  const there = Math.floor((bytes.length - at) / bytesEach);
  const colors = Math.min(used === 0 ? most : used, most, there);
  for (let color = 0; color < colors; color++) {
    const from = at + color * bytesEach;
    palette.set([bytes[from + 2]!, bytes[from + 1]!, bytes[from]!], color * 3);
  }
  return palette;
}
