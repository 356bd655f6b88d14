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
export function inUseWords({ owner, by }: Use): string {
  const others = by.length > 2 ? ` and ${by.length - 1} others` : by.length === 2 ? ` and ${by[1]}` : '';
  return `${by[0]}${others} (process ${owner.pid}${owner.host === currentOwner().host ? '' : ` on ${owner.host}`})`;
}
