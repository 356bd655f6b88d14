/**
 * Scalars for TensorBoard: a TFRecord file of `Event` messages (tensorflow/core/util/event.proto,
 * tensorflow/core/framework/summary.proto).
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import protobuf from 'protobufjs/minimal';
import { maskedCrc32c } from './crc32c';

export interface Scalar {
  /** TensorBoard groups by what stands before the slash: `loss/train`. */
  tag: string;
  value: number;
}

const LENGTH_DELIMITED = 2;
const FIXED64 = 1;
const FIXED32 = 5;
const VARINT = 0;
const key = (field: number, wire: number): number => (field << 3) | wire;

/** One record: length, its checksum, data, its checksum. */
function record(data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(12 + data.length + 4);
  bytes.writeBigUInt64LE(BigInt(data.length), 0);
  bytes.writeUInt32LE(maskedCrc32c(bytes.subarray(0, 8)), 8);
  bytes.set(data, 12);
  bytes.writeUInt32LE(maskedCrc32c(data), 12 + data.length);
  return bytes;
}

/** Event { wall_time = 1 (double), step = 2 (int64), file_version = 3 }. */
function versionEvent(seconds: number): Uint8Array {
  return protobuf.Writer.create()
    .uint32(key(1, FIXED64))
    .double(seconds)
    .uint32(key(3, LENGTH_DELIMITED))
    .string('brain.Event:2')
    .finish();
}

/** Event { wall_time = 1, step = 2, summary = 5 { value = 1 { tag = 1, simple_value = 2 (float) } } }. */
function scalarEvent(seconds: number, step: number, scalars: readonly Scalar[]): Uint8Array {
  const writer = protobuf.Writer.create();
  writer.uint32(key(1, FIXED64)).double(seconds).uint32(key(2, VARINT)).int64(step);
  writer.uint32(key(5, LENGTH_DELIMITED)).fork();
  for (const { tag, value } of scalars) {
    writer.uint32(key(1, LENGTH_DELIMITED)).fork();
    writer.uint32(key(1, LENGTH_DELIMITED)).string(tag).uint32(key(2, FIXED32)).float(value);
    writer.ldelim();
  }
  return writer.ldelim().finish();
}

/** Gathers scalars and appends them to the file in whole records when flushed. */
export class EventWriter {
  readonly path: string;
  private pending: Uint8Array[];

  /** @param folder made if missing; one new `events.out.tfevents.<seconds>.<host>.<pid>` in it. */
  constructor(
    folder: string,
    private readonly now: () => number = Date.now,
  ) {
    mkdirSync(folder, { recursive: true });
    const seconds = this.now() / 1000;
    this.path = join(folder, `events.out.tfevents.${Math.floor(seconds)}.${hostname()}.${process.pid}`);
    this.pending = [record(versionEvent(seconds))];
    this.flush();
  }

  add(step: number, scalars: readonly Scalar[]): void {
    this.pending.push(record(scalarEvent(this.now() / 1000, step, scalars)));
  }

  flush(): void {
    if (this.pending.length === 0) return;
    appendFileSync(this.path, Buffer.concat(this.pending));
    this.pending = [];
  }
}
