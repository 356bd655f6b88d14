/**
 * Which processes are reading the images of a data set: a file for each. Files of dead processes are ignored.
 *
 *   datasets/.in-use/<id>.<random>.json
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Message, message } from '../../../core/messages';
import { writeJson } from '../../disk/atomic';
import { parseJson } from '../../disk/json';
import { currentOwner, isAlive, ownerSchema } from '../../processes/owner';

const FOLDER = '.in-use';

const useSchema = z.object({
  owner: ownerSchema,
  /** What needs the images: `run "resnet20-s1-..."`. */
  by: z.array(z.string()).min(1),
});
export type Use = z.infer<typeof useSchema>;

/**
 * Marks the data set as in use until the returned function is called. Never fails: a training does not need the mark.
 * @param root folder of the data sets
 */
export async function keepInUse(
  root: string,
  id: string,
  by: readonly string[],
): Promise<() => Promise<void>> {
  const folder = join(root, FOLDER);
  const path = join(folder, `${id}.${randomBytes(6).toString('hex')}.json`);
  const use: Use = { owner: currentOwner(), by: [...by] };
  try {
    await mkdir(folder, { recursive: true });
    await writeJson(path, use);
  } catch {
    await rm(path, { force: true }).catch(() => undefined);
  }
  return () => rm(path, { force: true }).catch(() => undefined);
}

/** Removes files of dead processes. */
export async function currentUses(root: string, id: string): Promise<Use[]> {
  const folder = join(root, FOLDER);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith(`${id}.`));
  const uses: Use[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const parsed = useSchema.safeParse(parseJson(text));
    if (!parsed.success) continue;
    if (isAlive(parsed.data.owner)) uses.push(parsed.data);
    else await rm(path, { force: true }).catch(() => undefined);
  }
  return uses;
}

/** `run "a" (process 123)`, `run "a" and 3 others (process 123)` */
export function userMessage({ owner, by }: Use): Message {
  const [first = '', second = ''] = by;
  const run =
    by.length > 2
      ? message('datasets.userAndMore', { run: first, count: by.length - 1 })
      : by.length === 2
        ? message('datasets.userAnd', { run: first, other: second })
        : first;
  const { pid, host } = owner;
  return host === currentOwner().host
    ? message('datasets.user', { run, pid: String(pid) })
    : message('datasets.userOn', { run, pid: String(pid), host });
}
