/** Writes zip archives field by field, so that every field can lie. APPNOTE.TXT 6.3.9, sections 4.3.7 to 4.3.16. */
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../../../main/basics/crc32';

export interface RawEntry {
  name: string | Buffer;
  bytes?: Buffer;
  method?: number;
  flags?: number;
  /** What the directory says, where that is not so. */
  size?: number;
  packedSize?: number;
  crc?: number;
  /** Upper half of the external attributes: a Unix mode. */
  mode?: number;
  extra?: Buffer;
  /** In the local header, where it differs from the entry's. */
  offset?: number;
  /** Sizes and offset in the extra field of zip64. */
  zip64?: boolean;
}

export function rawZip(
  entries: readonly RawEntry[],
  options: { count?: number; comment?: Buffer } = {},
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const content = entry.bytes ?? Buffer.alloc(0);
    const method = entry.method ?? 8;
    const packed = method === 8 ? deflateRawSync(content) : content;
    const name = Buffer.isBuffer(entry.name) ? entry.name : Buffer.from(entry.name);
    const flags = entry.flags ?? 0;
    const crc = entry.crc ?? crc32(content);
    const size = entry.size ?? content.length;
    const packedSize = entry.packedSize ?? packed.length;
    const offset = entry.offset ?? at;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(crc, 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(content.length, 22);
    local.writeUInt16LE(name.length, 26);
    parts.push(local, name, packed);
    at += 30 + name.length + packed.length;
    const extra = entry.zip64 ? zip64Extra(size, packedSize, offset) : (entry.extra ?? Buffer.alloc(0));
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE((entry.mode === undefined ? 0 : 3 << 8) | 20, 4);
    central.writeUInt16LE(20, 6);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(crc, 16);
    central.writeUInt32LE(entry.zip64 ? 0xffffffff : packedSize, 20);
    central.writeUInt32LE(entry.zip64 ? 0xffffffff : size, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt16LE(extra.length, 30);
    central.writeUInt32LE(((entry.mode ?? 0) << 16) >>> 0, 38);
    central.writeUInt32LE(entry.zip64 ? 0xffffffff : offset, 42);
    directory.push(central, name, extra);
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  const count = options.count ?? entries.length;
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  const comment = options.comment ?? Buffer.alloc(0);
  end.writeUInt16LE(comment.length, 20);
  const zip64 = count > 0xffff ? zip64End(count, central.length, at) : Buffer.alloc(0);
  return Buffer.concat([...parts, central, zip64, end, comment]);
}

function zip64Extra(size: number, packedSize: number, offset: number): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(size), 4);
  extra.writeBigUInt64LE(BigInt(packedSize), 12);
  extra.writeBigUInt64LE(BigInt(offset), 20);
  return extra;
}

function zip64End(count: number, directoryBytes: number, directoryAt: number): Buffer {
  const record = Buffer.alloc(56 + 20);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(directoryBytes), 40);
  record.writeBigUInt64LE(BigInt(directoryAt), 48);
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(BigInt(directoryAt + directoryBytes), 64);
  record.writeUInt32LE(1, 72);
  return record;
}

/** Info-ZIP's field 0x7075: the name in UTF-8, with the checksum of the name that it is stored with. */
export function unicodePath(name: string, beside: Buffer): Buffer {
  const text = Buffer.from(name);
  const extra = Buffer.alloc(9);
  extra.writeUInt16LE(0x7075, 0);
  extra.writeUInt16LE(5 + text.length, 2);
  extra.writeUInt8(1, 4);
  extra.writeUInt32LE(crc32(beside), 5);
  return Buffer.concat([extra, text]);
}
