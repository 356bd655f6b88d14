/** Numbers as files store them, little-endian, of any type. */
import { readFile } from 'node:fs/promises';
import { getFloat16 } from '@petamoriken/float16';

const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);

/** bfloat16, the upper half of a float32, from its bits. */
function fromBfloat16(bits: number): number {
  word[0] = bits << 16;
  return float[0] as number;
}

/** Converts a tensor's little-endian bytes to float32. */
export type NumberType =
  | 'f16'
  | 'bf16'
  | 'f32'
  | 'f64'
  | 'i8'
  | 'u8'
  | 'bool'
  | 'i16'
  | 'u16'
  | 'i32'
  | 'u32'
  | 'i64'
  | 'u64';

interface Stored {
  bytes: number;
  read(view: DataView, at: number): number;
}

export const STORED: Readonly<Record<NumberType, Stored>> = {
  f16: { bytes: 2, read: (view, at) => getFloat16(view, at, true) },
  bf16: { bytes: 2, read: (view, at) => fromBfloat16(view.getUint16(at, true)) },
  f32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  f64: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  i8: { bytes: 1, read: (view, at) => view.getInt8(at) },
  u8: { bytes: 1, read: (view, at) => view.getUint8(at) },
  bool: { bytes: 1, read: (view, at) => (view.getUint8(at) ? 1 : 0) },
  i16: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  u16: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  i32: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  u32: { bytes: 4, read: (view, at) => view.getUint32(at, true) },
  i64: { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
  u64: { bytes: 8, read: (view, at) => Number(view.getBigUint64(at, true)) },
};

/** A view of the bytes where they are float32 and aligned, else a copy. */
export function floatsOf(bytes: Uint8Array, type: NumberType): Float32Array {
  const { bytes: size, read } = STORED[type];
  const count = Math.floor(bytes.byteLength / size);
  if (type === 'f32') {
    if (bytes.byteOffset % 4 === 0) return new Float32Array(bytes.buffer, bytes.byteOffset, count);
    // A Buffer's own slice would be a view.
    return new Float32Array(new Uint8Array(bytes).buffer, 0, count);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: count }, (_, index) => read(view, index * size));
}

/** A file that contains only float32 values. */
export async function readFloats(path: string): Promise<Float32Array> {
  const { buffer, byteOffset, byteLength } = await readFile(path);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

export function numbersOf(bytes: Uint8Array, type: NumberType): number[] {
  const { bytes: size, read } = STORED[type];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.byteLength / size) }, (_, index) => read(view, index * size));
}
