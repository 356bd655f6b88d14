/** Blocks of a file: `FileHandle.read` and `write` may transfer less than they were asked to. */
import type { FileHandle } from 'node:fs/promises';

/** Shorter only at the end of the file. */
export async function readBlock(file: FileHandle, length: number, position: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let done = 0;
  for (let read = 1; read > 0 && done < length; done += read) {
    read = (await file.read(bytes, done, length - done, position + done)).bytesRead;
  }
  return bytes.subarray(0, done);
}

export async function writeBlock(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}
