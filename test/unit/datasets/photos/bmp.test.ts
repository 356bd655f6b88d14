/** BMP images of every depth and age: colors are those that the file says. */
import sharp from 'sharp';
import { inEnglish } from '../../../../core/messages';
import { preparePhoto } from '../../../../main/datasets/photos/formats/prepare';
import { type BmpFields, bmpFile, bmpRows } from './bmp-file';

async function decoded(bytes: Buffer): Promise<number[][][] | string> {
  const photo = await preparePhoto(bytes, 'x.bmp', 1e6);
  if (photo.state === 'dropped') return inEnglish(photo.reason);
  expect(photo.odd).toEqual([]);
  const data = [...(await sharp(photo.bytes).toColorspace('srgb').raw().toBuffer())];
  return Array.from({ length: photo.height }, (_, y) =>
    Array.from({ length: photo.width }, (_, x) => data.slice((y * photo.width + x) * 3).slice(0, 3)),
  );
}

const RED = [255, 0, 0];
const GREEN = [0, 255, 0];
const BLUE = [0, 0, 255];
const SAND = [200, 150, 100];
const BLACK = [0, 0, 0];
const palette = [RED, GREEN, BLUE, SAND];
/** Two rows of three. */
const picture = [
  [RED, GREEN, BLUE],
  [SAND, RED, GREEN],
];
const size = { width: 3, height: 2 };

const kinds: Record<string, Omit<BmpFields, 'width' | 'height'> & { height?: number }> = {
  '2 bits': { bits: 2, palette, rows: bmpRows([[0b00011000], [0b11000100]]) },
  '4 bits': {
    bits: 4,
    palette,
    rows: bmpRows([
      [0x01, 0x20],
      [0x30, 0x10],
    ]),
  },
  '8 bits': {
    bits: 8,
    palette,
    rows: bmpRows([
      [0, 1, 2],
      [3, 0, 1],
    ]),
  },
  '8 bits of OS/2': {
    bits: 8,
    palette,
    header: 12,
    rows: bmpRows([
      [0, 1, 2],
      [3, 0, 1],
    ]),
  },
  '8 bits of Windows 5': {
    bits: 8,
    palette,
    header: 124,
    rows: bmpRows([
      [0, 1, 2],
      [3, 0, 1],
    ]),
  },
  'runs of 8 bits': {
    bits: 8,
    palette,
    compression: 1,
    // Three numbers as they stand, the end of a row, runs of one.
    rows: Buffer.from([0, 3, 3, 0, 1, 0, 0, 0, 1, 0, 1, 1, 1, 2, 0, 1]),
  },
  'runs of 4 bits': {
    bits: 4,
    palette,
    compression: 2,
    rows: Buffer.from([0, 3, 0x30, 0x10, 0, 0, 2, 0x01, 1, 0x20, 0, 1]),
  },
  '24 bits': { bits: 24, rows: bmpRows(picture.map((row) => row.flatMap(([r, g, b]) => [b!, g!, r!]))) },
  '24 bits from the top down': {
    bits: 24,
    height: -2,
    rows: bmpRows(picture.toReversed().map((row) => row.flatMap(([r, g, b]) => [b!, g!, r!]))),
  },
  // The fourth byte is padding, whatever its value.
  '32 bits': { bits: 32, rows: bmpRows(picture.map((row) => row.flatMap(([r, g, b]) => [b!, g!, r!, 7]))) },
  '32 bits by masks': {
    bits: 32,
    compression: 3,
    header: 124,
    masks: [0xff000000, 0xff0000, 0xff00],
    rows: bmpRows(picture.map((row) => row.flatMap(([r, g, b]) => [0, b!, g!, r!]))),
  },
};

test.each(Object.entries(kinds))('%s', async (_, { height = 2, ...fields }) => {
  expect(await decoded(bmpFile({ ...size, ...fields, height }))).toEqual(picture);
});

test('1 bit, in two colors and in black and white', async () => {
  const bits = { bits: 1, rows: bmpRows([[0b10100000], [0b01100000]]) };
  const [A, B] = [SAND, BLUE];
  expect(await decoded(bmpFile({ ...size, ...bits, palette: [A, B] }))).toEqual([
    [B, A, B],
    [A, B, B],
  ]);
});

test('16 bits: all bits of a color set are 255, as 5 and as 6 of them', async () => {
  const words = (...values: number[]) => values.flatMap((value) => [value & 255, value >> 8]);
  const five = bmpRows([words(0x7fff, 0x7c00, 0x001f)]);
  const white = [255, 255, 255];
  const wide = { width: 3, height: 1, bits: 16 };
  expect(await decoded(bmpFile({ ...wide, rows: five }))).toEqual([[white, RED, BLUE]]);
  const six = bmpRows([words(0xffff, 0x07e0, 0x0400)]);
  expect(
    await decoded(bmpFile({ ...wide, compression: 3, masks: [0xf800, 0x7e0, 0x1f], rows: six })),
  ).toEqual([[white, GREEN, [0, 130, 0]]]);
});

test('a color that the palette lacks is black, a palette too long is cut', async () => {
  const rows = bmpRows([[0, 1, 9]]);
  const wide = { width: 3, height: 1, bits: 8, rows };
  expect(await decoded(bmpFile({ ...wide, palette: [RED, SAND] }))).toEqual([[RED, SAND, BLACK]]);
  const long = Array.from({ length: 300 }, (_, n) => [n % 256, 1, 2]);
  expect(await decoded(bmpFile({ ...wide, palette: long }))).toEqual([
    [
      [0, 1, 2],
      [1, 1, 2],
      [9, 1, 2],
    ],
  ]);
});

test('runs may leave pixels out, which have the first color, and lack their end mark', async () => {
  // Two of blue; on to the next row and one to the right; one of sand, and more than the row has room for.
  const rows = Buffer.from([2, 2, 0, 2, 0, 1, 5, 3]);
  expect(await decoded(bmpFile({ ...size, bits: 8, palette, compression: 1, rows }))).toEqual([
    [RED, RED, SAND],
    [BLUE, BLUE, RED],
  ]);
});

test('what cannot be read is named', async () => {
  const rows = bmpRows([
    [0, 1, 2],
    [3, 0, 1],
  ]);
  const file = bmpFile({ ...size, bits: 8, palette, rows });
  expect(await decoded(file.subarray(0, -6))).toBe('truncated: 0 of 2 rows');
  expect(await decoded(file.subarray(0, -5))).toBe('truncated: 1 of 2 rows');
  expect(await decoded(file.subarray(0, 40))).toBe('truncated within its header');
  const runs = Buffer.from([3, 1, 0, 0, 2, 1]);
  expect(await decoded(bmpFile({ ...size, bits: 8, palette, compression: 1, rows: runs }))).toBe(
    'truncated: 1 of 2 rows',
  );
  expect(await decoded(bmpFile({ ...size, bits: 24, compression: 4, rows }))).toBe(
    'compression 4 with 24 bits per pixel is not supported',
  );
  expect(await decoded(bmpFile({ ...size, bits: 3, rows }))).toBe('3 bits per pixel are not supported');
  expect(await decoded(bmpFile({ ...size, header: 1e3 + 25, bits: 8, rows }))).toBe(
    'a header of 1,025 bytes is not a BMP header',
  );
});
