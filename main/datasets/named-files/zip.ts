/** yauzl refuses names outside the archive, and wrong sizes. */
import { type FileHandle, open } from 'node:fs/promises';
import { posix } from 'node:path';
import { message } from '../../../core/messages';
import { asFailure, BrokenContainer } from '../../archives/broken';
import { openZip, zipContent } from '../../archives/zip-reader';
import { type Found, noteOther, notePath } from './found';
import type { ContainerOptions, Member } from './member';

export async function* zipMembers(
  path: string,
  options: ContainerOptions,
  found: Found,
): AsyncGenerator<Member> {
  await using file = await open(path, 'r');
  yield* membersOf(file, options, found);
}

async function* membersOf(
  file: FileHandle,
  { wanted, maxBytes, signal }: ContainerOptions,
  found: Found,
): AsyncGenerator<Member> {
  const zip = await openZip(file, { autoClose: false }).catch(broken);
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
      total += entry.uncompressedSize;
      if (total > maxBytes) throw new BrokenContainer(message('archives.tooLarge', { most: maxBytes }));
      yield {
        name,
        kind: 'file',
        bytes: entry.uncompressedSize,
        content: () => zipContent(zip, entry, signal),
      };
    }
  } finally {
    zip.close();
  }
}

function broken(error: unknown): never {
  throw asFailure(error);
}
