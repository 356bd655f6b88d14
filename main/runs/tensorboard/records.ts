/** Reads the intact records of a TFRecord file, with masked CRC-32C (tensorflow/core/lib/io/record_reader.h). */
import { closeSync, fstatSync, readSync } from 'node:fs';
import protobuf from 'protobufjs/minimal';
import { maskedCrc32c } from '../../basics/crc32';
import { openRegularSync } from '../../disk/regular-file';

/** Bytes per read, at least. */
const CHUNK = 1 << 20;

export interface SoundRecord {
  data: Uint8Array;
  /** Offset after the record. */
  end: number;
}

/** Ends at the first torn or damaged record, as all readers do. */
export function* soundRecords(path: string): Generator<SoundRecord, void, undefined> {
  const file = openRegularSync(path);
  try {
    const { size } = fstatSync(file);
    let window = Buffer.alloc(0);
    let begin = 0;
    /** Undefined beyond the end of the file. */
    const bytes = (from: number, count: number): Buffer | undefined => {
      if (from + count > size) return undefined;
      if (from + count > begin + window.length) {
        window = Buffer.alloc(Math.min(Math.max(count, CHUNK), size - from));
        window = window.subarray(0, readSync(file, window, 0, window.length, from));
        begin = from;
      }
      const found = window.subarray(from - begin, from - begin + count);
      return found.length === count ? found : undefined;
    };
    for (let at = 0; ; ) {
      const head = bytes(at, 12);
      if (!head || head.readUInt32LE(8) !== maskedCrc32c(head.subarray(0, 8))) return;
      const length = Number(head.readBigUInt64LE(0));
      const data = bytes(at + 12, length + 4);
      if (!data || data.readUInt32LE(length) !== maskedCrc32c(data.subarray(0, length))) return;
      at += 16 + length;
      yield { data: data.subarray(0, length), end: at };
    }
  } finally {
    closeSync(file);
  }
}

export interface EventHead {
  /** 0 if absent. */
  step: number;
  kind: 'graph' | 'summary' | 'other';
  /** The first tag of a summary. */
  tag?: string;
}

/** Undefined if the bytes are not an `Event` (events.ts). */
export function readEventHead(data: Uint8Array): EventHead | undefined {
  try {
    return headOf(data);
  } catch {
    return undefined;
  }
}

function headOf(data: Uint8Array): EventHead {
  const reader = protobuf.Reader.create(data);
  const head: EventHead = { step: 0, kind: 'other' };
  while (reader.pos < reader.len) {
    const field = reader.uint32();
    if (field >>> 3 === 2) head.step = Number(reader.int64().toString());
    else if (field >>> 3 === 4) {
      head.kind = 'graph';
      reader.skipType(field & 7);
    } else if (field >>> 3 === 5) {
      head.kind = 'summary';
      const tag = firstTag(reader.bytes());
      if (tag !== undefined) head.tag = tag;
    } else reader.skipType(field & 7);
  }
  return head;
}

/** Summary { value = 1 { tag = 1 } } */
function firstTag(summary: Uint8Array): string | undefined {
  const outer = protobuf.Reader.create(summary);
  while (outer.pos < outer.len) {
    const field = outer.uint32();
    if (field >>> 3 !== 1) {
      outer.skipType(field & 7);
      continue;
    }
    const value = protobuf.Reader.create(outer.bytes());
    while (value.pos < value.len) {
      const inner = value.uint32();
      if (inner >>> 3 === 1) return value.string();
      value.skipType(inner & 7);
    }
  }
  return undefined;
}
