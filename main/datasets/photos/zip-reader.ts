/**
 * Reads an open file for yauzl, within its bounds: what a directory says of places beyond the end is an error of that
 * read. (yauzl's own reader waits for ever after a position that Node refuses, or throws out of a callback.)
 */
import { read } from 'node:fs';
import { RandomAccessReader } from 'yauzl';

export class BoundedReader extends RandomAccessReader {
  constructor(
    private readonly fd: number,
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
    read(this.fd, buffer, offset, length, position, (error, bytesRead) => {
      if (error) callback(error);
      else callback(bytesRead < length ? new Error('it ends within its directory') : null);
    });
  }

  /** The file is closed by whoever opened it. */
  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }
}
