/** The wanted files of a .zip archive, as streams. yauzl refuses names that leave the target, and wrong sizes. */
import { posix } from 'node:path';
import { openPromise } from 'yauzl';
import { asFailure, BrokenContainer } from './archives/broken';
import type { ContainerOptions, Member } from './container';
import { type Found, noteOther, notePath } from './container-found';

export async function* zipMembers(
  path: string,
  { wanted, maxBytes, signal }: ContainerOptions,
  found: Found,
): AsyncGenerator<Member> {
  const zip = await openPromise(path, { autoClose: false }).catch(broken);
  let total = 0;
  try {
    const entries = zip.eachEntry()[Symbol.asyncIterator]();
    for (;;) {
      signal?.throwIfAborted();
      const next = await entries.next().catch(broken);
      if (next.done) return;
      const entry = next.value;
      const name = posix.basename(entry.fileName);
      notePath(found, entry.fileName);
      if (entry.fileName.endsWith('/')) continue;
      if (!wanted.has(name)) {
        noteOther(found, name);
        continue;
      }
      // yauzl waits for ever where Node refuses the position.
      if (!(entry.relativeOffsetOfLocalHeader + entry.compressedSize <= zip.fileSize)) {
        throw new BrokenContainer(`${name} lies beyond its end`);
      }
      total += entry.uncompressedSize;
      if (total > maxBytes) throw new BrokenContainer(`it unpacks to more than ${maxBytes} bytes`);
      yield {
        name,
        kind: 'file',
        bytes: entry.uncompressedSize,
        content: async function* () {
          const stream = await zip.openReadStreamPromise(entry).catch(broken);
          try {
            for await (const chunk of stream) {
              signal?.throwIfAborted();
              yield chunk as Uint8Array;
            }
          } catch (error) {
            signal?.throwIfAborted();
            broken(error);
          } finally {
            stream.destroy();
          }
        },
      };
    }
  } finally {
    zip.close();
  }
}

function broken(error: unknown): never {
  throw asFailure(error);
}
