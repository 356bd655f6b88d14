import { appendFileSync, closeSync, fstatSync, ftruncateSync, openSync } from 'node:fs';

/** Appends all bytes or none: on failure, the file is truncated to its old length. */
export function appendWhole(file: number, bytes: Uint8Array): void {
  const { size } = fstatSync(file);
  try {
    appendFileSync(file, bytes);
  } catch (error) {
    try {
      ftruncateSync(file, size);
    } catch {
      // Readers ignore an incomplete end.
    }
    throw error;
  }
}

export function appendWholeTo(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'a');
  try {
    appendWhole(file, bytes);
  } finally {
    closeSync(file);
  }
}
