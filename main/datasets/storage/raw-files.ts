/** Reading and writing the raw files of a data set (store.ts). */
import { open, readFile } from 'node:fs/promises';
import { readBlock } from '../../disk/block';

/** Little-endian int32. */
export async function readInt32(path: string): Promise<Int32Array> {
  const bytes = await readFile(path);
  const values = new Int32Array(Math.floor(bytes.length / 4));
  for (let n = 0; n < values.length; n++) values[n] = bytes.readInt32LE(n * 4);
  return values;
}

/** Little-endian int32. */
export function int32(values: ArrayLike<number>): Uint8Array {
  const bytes = Buffer.alloc(values.length * 4);
  for (let n = 0; n < values.length; n++) bytes.writeInt32LE(values[n]!, n * 4);
  return bytes;
}

export async function readAt(path: string, position: number, length: number): Promise<Buffer> {
  await using file = await open(path, 'r');
  return readBlock(file, length, position);
}
