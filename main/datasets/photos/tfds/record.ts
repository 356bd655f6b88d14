/**
 * TFRecord files (tensorflow/core/lib/io/record_writer.cc). Each record:
 *
 *   uint64  length, little-endian
 *   uint32  masked CRC-32C of the length
 *   byte    data[length]
 *   uint32  masked CRC-32C of the data
 */
import { plural } from '../../../../core/format/plural';
import { maskedCrc32c } from '../../../basics/crc32';

const HEADER = 12;
const FOOTER = 4;

/** The rest of the file cannot be read. */
export class BrokenShard extends Error {}

/** undefined if the checksum of its data is wrong. */
export type TfRecord = Buffer | undefined;

/**
 * @param most bytes of a record
 * @throws BrokenShard for a wrong length, or if the file ends within a record
 */
export async function* readRecords(
  content: AsyncIterable<Uint8Array>,
  most: number,
): AsyncGenerator<TfRecord> {
  let buffer = Buffer.alloc(0);
  let record = 0;
  /** Bytes needed to go on. */
  let needed = HEADER;
  const pieces: Uint8Array[] = [];
  let waiting = 0;
  for await (const piece of content) {
    pieces.push(piece);
    waiting += piece.length;
    if (buffer.length + waiting < needed) continue;
    buffer = Buffer.concat([buffer, ...pieces.splice(0)]);
    waiting = 0;
    for (;;) {
      needed = HEADER;
      if (buffer.length < needed) break;
      const length = lengthOf(buffer, record, most);
      needed = HEADER + length + FOOTER;
      if (buffer.length < needed) break;
      const data = buffer.subarray(HEADER, HEADER + length);
      const sound = buffer.readUInt32LE(HEADER + length) === maskedCrc32c(data);
      buffer = buffer.subarray(needed);
      record++;
      yield sound ? data : undefined;
    }
  }
  const left = buffer.length + waiting;
  if (left > 0) {
    throw new BrokenShard(`it ends within ${left < HEADER ? 'the header of ' : ''}record ${record}`);
  }
}

function lengthOf(buffer: Buffer, record: number, most: number): number {
  const length = Number(buffer.readBigUInt64LE(0));
  if (buffer.readUInt32LE(8) !== maskedCrc32c(buffer.subarray(0, 8))) {
    throw new BrokenShard(`the length of record ${record} does not have its checksum`);
  }
  if (length > most) throw new BrokenShard(`record ${record} claims to have ${plural(length, 'byte')}`);
  return length;
}
