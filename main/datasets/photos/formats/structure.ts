/**
 * Whether a picture is complete after its last row. libvips stops there, but TensorFlow reads to the end mark and fails
 * without one: it refused 10 of 392 mutated pictures that libvips read silently.
 */
import { crc32 } from '../../../basics/crc32';

const EOI = 0xd9;
/** TEM and reserved markers. */
const isReserved = (marker: number): boolean => marker >= 0x01 && marker < 0xc0;
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

/** @param scan position of the first SOS marker; only valid markers may follow it up to EOI */
export function isWholeJpeg(bytes: Buffer, scan: number): boolean {
  let at = scan;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0 || at + 1 >= bytes.length) return false;
    const marker = bytes[at + 1]!;
    if (marker === EOI) return true;
    if (marker === 0xff) at++;
    else if (marker === 0 || isRestart(marker)) at += 2;
    else if (isReserved(marker) || at + 4 > bytes.length) return false;
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
}

const SIGNATURE = 8;

/** Chunks with valid checksums up to IEND. */
export function isWholePng(bytes: Buffer): boolean {
  for (let at = SIGNATURE; at + 12 <= bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at);
    if (end + 4 > bytes.length) return false;
    if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) return false;
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') return true;
    at = end + 4;
  }
  return false;
}
