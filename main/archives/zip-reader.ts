/** Reads an open file for yauzl. yauzl's own reader hangs on positions that Node refuses, or throws out of a callback. */
import { read } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  type Entry,
  fromRandomAccessReaderPromise,
  type Options,
  RandomAccessReader,
  type ZipFile,
} from 'yauzl';
import { asFailure } from './broken';

const CHUNK = 1 << 18;

class BoundedReader extends RandomAccessReader {
  constructor(
    private readonly file: FileHandle,
    private readonly size: number,
  ) {
    super();
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    if (!(position >= 0 && position + length <= this.size)) {
      setImmediate(() => callback(new Error('it names a place beyond its end')));
      return;
    }
    read(this.file.fd, buffer, offset, length, position, (error, bytesRead) => {
      if (error) callback(error);
      else callback(bytesRead < length ? new Error('it ends within its directory') : null);
    });
  }

  /** Whoever opened the file closes it. */
  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }

  /** `end` is exclusive. A stream over the file handle itself would close it. */
  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.chunks(start, end), { objectMode: false });
  }

  private async *chunks(start: number, end: number): AsyncGenerator<Buffer> {
    if (!(start >= 0 && end <= this.size)) throw new Error('it names a place beyond its end');
    for (let at = start; at < end; ) {
      const length = Math.min(CHUNK, end - at);
      const { buffer, bytesRead } = await this.file.read(Buffer.alloc(length), 0, length, at);
      if (bytesRead === 0) throw new Error('it has become shorter');
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  }
}

/** The bytes of a member. yauzl throws if there are more or fewer than the directory says. */
export async function* zipContent(
  zip: ZipFile,
  entry: Entry,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      signal?.throwIfAborted();
      yield chunk as Uint8Array;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw asFailure(error);
  }
}

/** The caller closes the file. */
export async function openZip(file: FileHandle, options: Options): Promise<ZipFile> {
  const { size } = await file.stat();
  return fromRandomAccessReaderPromise(new BoundedReader(file, size), size, options);
}
