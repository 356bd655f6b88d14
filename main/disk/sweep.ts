import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TEMPORARY } from './atomic';

/** Milliseconds. Nobody writes to one temporary file for longer. */
const OLD = 3_600_000;

/** Removes old temporary files and folders of killed processes, in `root` and in its folders. */
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

/** Milliseconds since 1970; 0 if it does not exist. */
export const timeOf = (path: string): Promise<number> =>
  stat(path).then(
    (info) => info.mtimeMs,
    () => 0,
  );
