/**
 * Who is reading a data set's images now, over all processes: a small file for each, beside the data sets, with the
 * process it belongs to. What a dead process left counts for nothing.
 *
 *   datasets/.in-use/<id>.<random>.json
 */

import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Message, message } from '../../core/messages';
import { writeJson } from '../disk/atomic';
import { parseJson } from '../disk/json';
import { currentOwner, isAlive, ownerSchema } from '../processes/owner';

const FOLDER = '.in-use';

const useSchema = z.object({
  owner: ownerSchema,
  /** What needs the images: `run "resnet20-s1-..."`. */
  by: z.array(z.string()).min(1),
});
export type Use = z.infer<typeof useSchema>;

/**
 * From now on the set is in use, until the function that this resolves to is called. Never fails: where the folder cannot
 * be written, a training goes on without.
 * @param root folder of the data sets. @param by what needs the images: `run "resnet20-s1-..."`.
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

/** Those of living processes; what others left is removed. */
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

/** `run "a" (process 123)`, `run "a" and 3 others (process 123)`. */
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
