/** What a process that died left behind: runs that nobody trains any more, and files that were being written. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TEMPORARY } from '../disk/atomic';
import type { RunFolder } from './folder';

/** Milliseconds after which nobody can still be writing a temporary folder. */
const OLD = 3_600_000;

/** When anything was last written: the nearest there is to the moment of an unseen death. */
export async function lastChange(folder: RunFolder): Promise<Date> {
  const times = await Promise.all([folder.record, folder.metrics, folder.log].map(timeOf));
  return new Date(Math.max(...times));
}

/** Removes old temporary folders and files, in `root` and in the folders that it holds. */
export async function sweep(root: string, now: Date): Promise<void> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && !TEMPORARY.test(entry.name));
  const inside = await Promise.all(
    folders.map(async ({ name }) => {
      const names = await readdir(join(root, name)).catch(() => []);
      return names.map((one) => join(name, one));
    }),
  );
  const names = [...entries.map(({ name }) => name), ...inside.flat()];
  for (const name of names.filter((one) => TEMPORARY.test(one))) {
    const path = join(root, name);
    if (now.getTime() - (await timeOf(path)) > OLD) await rm(path, { recursive: true, force: true });
  }
}

const timeOf = (path: string): Promise<number> =>
  stat(path).then(
    (info) => info.mtimeMs,
    () => 0,
  );
