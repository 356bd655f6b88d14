/**
 * The safetensors format (github.com/huggingface/safetensors): 8 bytes little-endian length, a JSON header padded with
 * spaces to a multiple of 8, then the tensors' bytes without gaps. Values are F32 in our files; those of others may be of any type.
 */
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { message } from '../../../core/messages';
import { Refusal, refuse } from '../../basics/refusal';
import { floatsOf } from '../../basics/stored-numbers';
import { writeAtomically } from '../../disk/atomic';
import { openRegular } from '../../disk/regular-file';
import {
  decodeHead,
  encodeHeader,
  type Head,
  headerOf,
  type LazyTensor,
  LONGEST_HEADER,
  type ReadOptions,
  type Tensor,
} from './header';

export type { LazyTensor, Tensor } from './header';

export interface SafetensorsFile {
  tensors: Map<string, Tensor>;
  metadata: Record<string, string>;
  /** `dataChecksum` of all tensors in the file. */
  checksum: string;
}

/** Bytes that are read at once of a tensor that is skipped. */
const CHUNK_BYTES = 1 << 20;

/** Atomic; one tensor at a time, to save memory. */
export async function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  await writeWith(
    path,
    encodeHeader(tensors, metadata),
    [...tensors.values()].map(
      ({ data }) =>
        () =>
          data,
    ),
  );
}

/** The same for tensors that are made as they are written. */
export async function writeLazySafetensors(
  path: string,
  tensors: ReadonlyMap<string, LazyTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  await writeWith(
    path,
    headerOf(tensors, metadata),
    [...tensors.values()].map(({ data }) => data),
  );
}

async function writeWith(
  path: string,
  header: Uint8Array,
  values: readonly (() => Float32Array | BigInt64Array)[],
): Promise<void> {
  await writeAtomically(path, async (file) => {
    await file.writeFile(header);
    for (const data of values) {
      const { buffer, byteOffset, byteLength } = data();
      await file.writeFile(new Uint8Array(buffer, byteOffset, byteLength));
    }
  });
}

/** CRC-32 of all values in order, as eight hexadecimal digits. */
export function dataChecksum(tensors: ReadonlyMap<string, Tensor>): string {
  const sum = new Checksum();
  for (const { data } of tensors.values()) {
    sum.add(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return sum.text;
}

class Checksum {
  private sum = 0;

  add(bytes: Uint8Array): void {
    // For a view of an empty buffer, Node's crc32 starts over at 0.
    if (bytes.length > 0) this.sum = crc32(bytes, this.sum);
  }

  get text(): string {
    return this.sum.toString(16).padStart(8, '0');
  }
}

/** One tensor at a time, to save memory. @throws Refusal naming the file and the fault. */
export async function readSafetensors(path: string, options: ReadOptions = {}): Promise<SafetensorsFile> {
  const { only = () => true } = options;
  const file = await openRegular(path);
  try {
    const { metadata, entries, dataStart } = await headOf(file, path, options);
    const tensors = new Map<string, Tensor>();
    const sum = new Checksum();
    for (const [name, { type, shape, begin, end }] of entries) {
      const isKept = only(name);
      const bytes = new Uint8Array(Math.min(end - begin, isKept ? Number.POSITIVE_INFINITY : CHUNK_BYTES));
      for (let at = begin; at < end; at += bytes.length) {
        const part = bytes.subarray(0, end - at);
        await fill(part, file, path, dataStart + at);
        sum.add(part);
      }
      if (isKept) tensors.set(name, { shape, data: floatsOf(bytes, type) });
    }
    return { tensors, metadata, checksum: sum.text };
  } finally {
    await file.close();
  }
}

async function fill(bytes: Uint8Array, file: FileHandle, path: string, position: number): Promise<void> {
  for (let filled = 0; filled < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, position + filled);
    // It was whole when its size was asked for.
    if (bytesRead === 0) {
      const problem = message('runs.safetensors.size', {
        expected: position + bytes.length,
        received: position + filled,
      });
      refuse('runs.safetensors.damaged', { path, problem });
    }
    filled += bytesRead;
  }
}

/** Reads only the head. @throws Refusal if it is damaged or the file is cut off. */
export async function readMetadata(path: string): Promise<Record<string, string>> {
  const file = await openRegular(path);
  try {
    return (await headOf(file, path)).metadata;
  } finally {
    await file.close();
  }
}

async function headOf(file: FileHandle, path: string, options: ReadOptions = {}): Promise<Head> {
  const { size } = await file.stat();
  const begin = Buffer.alloc(Math.min(8, size));
  await file.read(begin, 0, begin.length, 0);
  const length = begin.length < 8 ? 0 : Number(begin.readBigUInt64LE(0));
  const head = Buffer.alloc(Math.min(8 + Math.min(length, LONGEST_HEADER), size));
  await file.read(head, 0, head.length, 0);
  try {
    return decodeHead(head, size, options);
  } catch (error) {
    if (error instanceof Refusal) refuse('runs.safetensors.damaged', { path, problem: error.said });
    throw error;
  }
}
