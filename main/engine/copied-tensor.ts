/** Keeps TensorFlow's hands off JavaScript's memory. */
import type { TensorData } from './types';

/** Allocators align to 16 bytes, so nothing that starts here is aligned to the 16, 32 or 64 that TensorFlow asks for. */
const OFF_ALIGNMENT = 4;

/**
 * A copy that TensorFlow will not share.
 *
 * `TF_NewTensor` adopts memory that happens to be aligned and copies all other. What it adopted it gives back when its
 * last user is done, which may be a variable or a data set, on whichever of its threads that is; tfjs-node's
 * `DeallocTensor` (binding/tfjs_backend.cc) then deletes a reference of Node's there, where only the main thread may:
 * now and then the heap breaks (`free(): invalid pointer`). And a variable would follow its caller's later writes.
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
