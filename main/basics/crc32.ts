/** CRC-32 (ISO 3309), as in zip and PNG, and CRC-32C (Castagnoli), as in TFRecord files. */
import * as zlib from 'node:zlib';

/** @param polynomial reflected. */
function crc(polynomial: number): (bytes: Uint8Array) => number {
  const table = Uint32Array.from({ length: 256 }, (_, value) => {
    let rest = value;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ polynomial : rest >>> 1;
    return rest;
  });
  return (bytes) => {
    let sum = 0xffffffff;
    for (const byte of bytes) sum = table[(sum ^ byte) & 0xff]! ^ (sum >>> 8);
    return (sum ^ 0xffffffff) >>> 0;
  };
}

/** Node has its own since 20.15 and 22.2. */
export const crc32 = (zlib as { crc32?: (bytes: Uint8Array) => number }).crc32 ?? crc(0xedb88320);
export const crc32c = crc(0x82f63b78);

/** As in tensorflow/core/lib/hash/crc32c.h. */
export function maskedCrc32c(bytes: Uint8Array): number {
  const sum = crc32c(bytes);
  return (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
}
