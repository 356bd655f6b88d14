/**
 * TFRecord files (tensorflow/core/lib/io/record_writer.cc). Each record:
 *
 *   uint64  length, little-endian
 *   uint32  masked CRC-32C of the length
 *   byte    data[length]
 *   uint32  masked CRC-32C of the data
 */
import { message } from '../../../../core/messages';
import { BrokenContainer } from '../../../archives/broken';
import { maskedCrc32c } from '../../../basics/crc32';

const HEADER = 12;
const FOOTER = 4;

/** undefined if the checksum of its data is wrong. */
export type TfRecord = Buffer | undefined;

/**
 * @param most bytes of a record
 * @param count how many records there should be, for the error
 * @throws BrokenContainer for a wrong length, or if the file ends within a record
 */
export async function* readRecords(
  content: AsyncIterable<Uint8Array>,
  most: number,
  count: number,
): AsyncGenerator<TfRecord> {
  let buffer = Buffer.alloc(0);
  let record = 0;
  /** Bytes needed to continue. */
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
      const length = lengthOf(buffer, { record, count }, most);
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
    const part = left < HEADER ? 'header' : 'data';
    throw new BrokenContainer(message('datasets.tfds.cutShort', { part, record, count }));
  }
}

function lengthOf(buffer: Buffer, place: { record: number; count: number }, most: number): number {
  const length = Number(buffer.readBigUInt64LE(0));
  if (buffer.readUInt32LE(8) !== maskedCrc32c(buffer.subarray(0, 8))) {
    throw new BrokenContainer(message('datasets.tfds.lengthChecksum', place));
  }
  if (length > most) throw new BrokenContainer(message('datasets.tfds.tooLong', { ...place, length }));
  return length;
}
