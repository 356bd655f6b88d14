import type { TensorData } from './types';

/** Allocators align to 16 bytes, so this offset is never aligned to the 16, 32 or 64 bytes that TensorFlow requires. */
const OFF_ALIGNMENT = 4;

/**
 * A copy that TensorFlow will not share.
 *
 * `TF_NewTensor` adopts memory that happens to be aligned, and copies all other. It returns what it adopted on any of its
 * threads; tfjs-node's `DeallocTensor` (binding/tfjs_backend.cc) then deletes a reference of Node's there, which only the
 * main thread may do, and sometimes the heap breaks. A variable would also follow its caller's later writes.
 */
export function unshared(data: TensorData): TensorData {
  // Strings are always copied.
  if (Array.isArray(data)) return data;
  const buffer = new ArrayBuffer(OFF_ALIGNMENT + data.byteLength);
  new Uint8Array(buffer, OFF_ALIGNMENT).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  if (data instanceof Float32Array) return new Float32Array(buffer, OFF_ALIGNMENT, data.length);
  if (data instanceof Int32Array) return new Int32Array(buffer, OFF_ALIGNMENT, data.length);
  return new Uint8Array(buffer, OFF_ALIGNMENT, data.length);
}
