/** BMP headers of OS/2 1 and 2 and Windows 3 to 5, checked against the file's size. Pixels: bmp-pixels.ts. */
import { inEnglish, type Message, message } from '../../../../core/messages';

export class CannotDecode extends Error {
  constructor(readonly said: Message) {
    super(inEnglish(said));
  }
}

export interface BmpHeader {
  width: number;
  height: number;
  /** Rows are stored top down, not bottom up as usual. */
  topDown: boolean;
  bits: number;
  runs: boolean;
  /** Bits of red, green and blue, for 16 and 32 bits per pixel. */
  masks: readonly [number, number, number];
  /** RGB, 3 bytes per color, filled up with black. */
  palette: Buffer;
  start: number;
}

const FILE_HEADER = 14;
/** Header of OS/2 1, with short sizes and three-byte colors. */
const CORE_HEADER = 12;
/** OS/2 2 headers can end here; the rest is zero. */
const SHORTEST = 16;
const INFO_HEADER = 40;
/** Since Windows 4, masks are in the header; before, they follow it. */
const WITH_MASKS = 52;

const [PLAIN, RLE8, RLE4, MASKS, MASKS_AND_ALPHA] = [0, 1, 2, 3, 6];

const DEPTHS = [1, 2, 4, 8, 16, 24, 32];

export function readBmpHeader(bytes: Buffer): BmpHeader {
  const length = bytes.length >= FILE_HEADER + 4 ? bytes.readUInt32LE(FILE_HEADER) : 0;
  if (length !== CORE_HEADER && (length < SHORTEST || length > 1024)) {
    throw new CannotDecode(message('datasets.image.bmpHeader', { count: length }));
  }
  const end = FILE_HEADER + length;
  if (bytes.length < end) throw new CannotDecode(message('datasets.image.cutHeader'));
  const core = length === CORE_HEADER;
  /** 0 if the header ends before it. */
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
  // In OS/2 2, the value of masks means Huffman codes of one bit.
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

/** Always after the first 40 bytes. */
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
