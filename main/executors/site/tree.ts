/** Files as a tar archive that is written while it is sent. */
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import { isOfDataset } from '../../datasets/storage/store';

export interface TreeFile {
  /** With `/`. */
  name: string;
  /** On this machine, or the file's content. */
  from: string | Buffer;
}

/** Files below `folder`. @param keep by name, with `/`. */
export async function filesIn(
  folder: string,
  keep: (name: string) => boolean = () => true,
): Promise<TreeFile[]> {
  const found: TreeFile[] = [];
  const walk = async (below: string): Promise<void> => {
    const entries = await readdir(join(folder, below), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (!keep(name)) continue;
      if (entry.isDirectory()) await walk(name);
      else if (entry.isFile()) found.push({ name, from: join(folder, ...name.split('/')) });
    }
  };
  await walk('');
  return found;
}

/** What an import wrote, without what is kept beside it. */
export const filesOfDataset = (folder: string): Promise<TreeFile[]> =>
  filesIn(folder, (name) => name.includes('/') || isOfDataset(name));

/** Bytes. A stream for each of many small files would be slow. */
const SMALL = 256 * 1024;

/** @param onBytes called with the bytes that were read so far. */
export function archiveOf(files: readonly TreeFile[], onBytes?: (bytes: number) => void): Readable {
  const archive = pack();
  const add = (name: string, mode: number, bytes: Buffer) =>
    new Promise<void>((resolve, reject) => {
      archive.entry({ name, mode, size: bytes.length }, bytes, (error) =>
        error ? reject(error) : resolve(),
      );
    });
  const write = async () => {
    let done = 0;
    for (const { name, from } of files) {
      if (typeof from !== 'string') await add(name, 0o644, from);
      else {
        const { size, mode } = await stat(from);
        if (size < SMALL) await add(name, mode, await readFile(from));
        // Not beyond its size: a log may grow.
        else await pipeline(createReadStream(from, { end: size - 1 }), archive.entry({ name, size, mode }));
        done += size;
      }
      onBytes?.(done);
    }
    archive.finalize();
  };
  void write().catch((error: Error) => archive.destroy(error));
  return Readable.from(archive);
}
