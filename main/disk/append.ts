/** Appending to a file so that a full disk leaves no torn end. */
import { appendFileSync, closeSync, fstatSync, ftruncateSync, openSync } from 'node:fs';

/** All of it or nothing: where it fails on the way, the file is cut back to what it was. */
export function appendWhole(file: number, bytes: Uint8Array): void {
  const { size } = fstatSync(file);
  try {
    appendFileSync(file, bytes);
  } catch (error) {
    try {
      ftruncateSync(file, size);
    } catch {
      // What is left then is an end that readers pass over.
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
