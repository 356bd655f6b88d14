/** BMP files of every kind, made field by field. */

export interface BmpFields {
  width: number;
  /** Negative: rows from the top down. */
  height: number;
  bits: number;
  /** The bytes of the rows. */
  rows: Buffer;
  /** [red, green, blue] of each. */
  palette?: readonly (readonly number[])[];
  compression?: number;
  masks?: readonly number[];
  /** 12: OS/2 1, with colors of 3 bytes; 40: Windows 3; 124: Windows 5. */
  header?: number;
}

export function bmpFile({
  width,
  height,
  bits,
  rows,
  palette = [],
  compression = 0,
  masks = [],
  header = 40,
}: BmpFields): Buffer {
  const core = header === 12;
  const info = Buffer.alloc(header);
  info.writeUInt32LE(header, 0);
  if (core) {
    for (const [n, value] of [width, height, 1, bits].entries()) info.writeUInt16LE(value, 4 + n * 2);
  } else {
    info.writeInt32LE(width, 4);
    info.writeInt32LE(height, 8);
    info.writeUInt16LE(1, 12);
    info.writeUInt16LE(bits, 14);
    if (header > 16) info.writeUInt32LE(compression, 16);
    if (header > 32) info.writeUInt32LE(palette.length, 32);
  }
  const maskBytes = Buffer.alloc(masks.length * 4);
  for (const [n, mask] of masks.entries()) maskBytes.writeUInt32LE(mask, n * 4);
  if (header >= 52) maskBytes.copy(info, 40);
  const colors = Buffer.from(palette.flatMap(([r, g, b]) => [b!, g!, r!, ...(core ? [] : [0])]));
  const parts = [info, ...(header >= 52 ? [] : [maskBytes]), colors];
  const start = 14 + parts.reduce((sum, part) => sum + part.length, 0);
  const file = Buffer.alloc(14);
  file.write('BM', 'latin1');
  file.writeUInt32LE(start + rows.length, 2);
  file.writeUInt32LE(start, 10);
  return Buffer.concat([file, ...parts, rows]);
}

/** Rows from the bottom up, each padded to four bytes. */
export function bmpRows(rows: readonly (readonly number[])[]): Buffer {
  return Buffer.concat(
    rows.toReversed().map((row) => Buffer.from([...row, ...new Array((4 - (row.length % 4)) % 4).fill(0)])),
  );
}

/** White, of 24 bits. */
export const whiteBmp = (width: number, height: number): Buffer =>
  bmpFile({
    width,
    height,
    bits: 24,
    rows: Buffer.alloc(Math.ceil((width * 3) / 4) * 4 * height, 255),
  });
