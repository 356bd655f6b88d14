import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { CHUNK } from '../../archives/unpack';
import { type Found, noteOther, notePath } from './found';
import type { ContainerOptions, Member } from './member';

const FOLDER_DEPTH = 3;
const FOLDER_LIMIT = 50_000;

/** Yields the wanted files of one folder only, the one with the most of them, so that two copies are never mixed. */
export async function* folderMembers(
  root: string,
  { wanted, enough = wanted.size, depth: deepest = FOLDER_DEPTH, signal }: ContainerOptions,
  found: Found,
): AsyncGenerator<Member> {
  let level = [root];
  let best: { folder: string; names: string[] } = { folder: root, names: [] };
  let seen = 0;
  for (let depth = 0; depth <= deepest && best.names.length < enough; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      signal?.throwIfAborted();
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      seen += entries.length;
      const names: string[] = [];
      for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        const path = relative(root, join(folder, entry.name)).replaceAll('\\', '/');
        notePath(found, entry.isDirectory() ? `${path}/` : path);
        if (wanted.has(entry.name)) names.push(entry.name);
        else if (entry.isDirectory() && !entry.name.startsWith('.')) next.push(join(folder, entry.name));
        else noteOther(found, entry.name);
      }
      if (names.length > best.names.length) best = { folder, names };
      if (seen > FOLDER_LIMIT) break;
    }
    if (seen > FOLDER_LIMIT) break;
    level = next;
  }
  for (const name of best.names) {
    const file = join(best.folder, name);
    const stats = await stat(file).catch(() => undefined);
    yield {
      name,
      kind: stats?.isFile() ? 'file' : 'other',
      bytes: stats?.size ?? 0,
      content: () => createReadStream(file, { highWaterMark: CHUNK, signal }),
    };
  }
}
