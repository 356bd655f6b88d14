/**
 * TFRecord files (tensorflow/core/lib/io/record_writer.cc). Each record:
 *
 *   uint64  length, little-endian
 *   uint32  masked CRC-32C of the length
 *   byte    data[length]
 *   uint32  masked CRC-32C of the data
 */
import { open } from 'node:fs/promises';
import { maskedCrc32c } from '../../../runs/crc32c';

const HEADER = 12;
const FOOTER = 4;
/** Read at a time: small records come many at once. */
const BLOCK = 1 << 20;

/** The file cannot be read any further; the message says why. */
export class BrokenShard extends Error {}

/** undefined: its data do not have their checksum. */
export type TfRecord = Buffer | undefined;

/**
 * The records of a file, in its order.
 * @param most bytes that a record may have
 * @throws BrokenShard where a length is wrong or the file ends within a record: nothing behind it can be found.
 */
export async function* readRecords(path: string, most: number): AsyncGenerator<TfRecord> {
  const file = await open(path, 'r');
  try {
    let buffer = Buffer.alloc(0);
    let position = 0;
    /** False at the very end of the file. */
    const need = async (bytes: number): Promise<boolean> => {
      while (buffer.length < bytes) {
        const block = Buffer.alloc(Math.max(BLOCK, bytes - buffer.length));
        const { bytesRead } = await file.read(block, 0, block.length, position);
        if (bytesRead === 0) return false;
        position += bytesRead;
        buffer = Buffer.concat([buffer, block.subarray(0, bytesRead)]);
      }
      return true;
    };
    for (let record = 0; ; record++) {
      if (!(await need(HEADER))) {
        if (buffer.length === 0) return;
        throw new BrokenShard(`it ends within the header of record ${record}`);
      }
      const length = Number(buffer.readBigUInt64LE(0));
      if (buffer.readUInt32LE(8) !== maskedCrc32c(buffer.subarray(0, 8))) {
        throw new BrokenShard(`the length of record ${record} does not have its checksum`);
      }
      if (length > most) throw new BrokenShard(`record ${record} says to have ${length} bytes`);
      if (!(await need(HEADER + length + FOOTER))) {
        throw new BrokenShard(`it ends within record ${record}`);
      }
      const data = buffer.subarray(HEADER, HEADER + length);
      const sound = buffer.readUInt32LE(HEADER + length) === maskedCrc32c(data);
      buffer = buffer.subarray(HEADER + length + FOOTER);
      yield sound ? data : undefined;
    }
  } finally {
    await file.close();
  }
}
