/** Removes files and folders that a process which died was still writing. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TEMPORARY } from './atomic';

/** Milliseconds after which nobody can still be writing a temporary folder. */
const OLD = 3_600_000;

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

/** Milliseconds since 1970; 0 where there is nothing. */
export const timeOf = (path: string): Promise<number> =>
  stat(path).then(
    (info) => info.mtimeMs,
    () => 0,
  );
