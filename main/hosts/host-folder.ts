/**
 * The browser host's folder, private to this user: the key for sessions and links, and a file per running host
 * for `skipwire open`.
 */

import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { codeOf } from '../../core/basics/errors';
import { message } from '../../core/messages';
import { dataRoot } from '../basics/paths';
import { temporaryName } from '../disk/atomic';
import { parseJson } from '../disk/json';
import { inWords } from '../disk/trouble';
import { currentOwner, isAlive, ownerSchema } from '../processes/owner';

export const hostFolder = (): string => join(dataRoot(), 'browser-host');

const KEY_BYTES = 32;
const trouble = { what: message('hosts.what.key'), next: 'disk.next.startSkipwire' } as const;

/** Creates the folder if missing; only this user can read it. */
export async function privateFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // It may have existed with other permissions.
  await chmod(folder, 0o700);
  return folder;
}

/** Created at the first start. Deleting it signs every browser out. */
export async function hostKey(folder = hostFolder()): Promise<Buffer> {
  const file = join(folder, 'key');
  try {
    await privateFolder(folder);
    const known = await readKey(file);
    if (known) return known;
    const temporary = temporaryName(file);
    await writeFile(temporary, randomBytes(KEY_BYTES), { flag: 'wx', mode: 0o600 });
    try {
      // If two hosts start at once, the first key wins; without hard links, the last.
      await link(temporary, file).catch(async (error: unknown) => {
        if (codeOf(error) !== 'EEXIST') await rename(temporary, file);
      });
    } finally {
      await rm(temporary, { force: true });
    }
    return (await readKey(file)) ?? Promise.reject(new Error(`${file} is empty.`));
  } catch (error) {
    throw inWords(error, { ...trouble, where: folder });
  }
}

async function readKey(file: string): Promise<Buffer | undefined> {
  try {
    await chmod(file, 0o600);
    const key = await readFile(file);
    if (key.length === KEY_BYTES) return key;
    await rm(file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  return undefined;
}

const runningSchema = z.object({ port: z.number().int(), startedAt: z.number(), owner: ownerSchema });

/** Announces a host on this port. @returns a function that withdraws it. */
export async function announceHost(port: number, folder = hostFolder()): Promise<() => Promise<void>> {
  await privateFolder(folder);
  const file = join(folder, `${port}.json`);
  await writeFile(file, JSON.stringify({ port, startedAt: Date.now(), owner: currentOwner() }), {
    mode: 0o600,
  });
  return () => rm(file, { force: true });
}

/** Ports of running hosts, newest first. Removes the files of killed ones. */
export async function runningHosts(folder = hostFolder()): Promise<number[]> {
  const found: z.infer<typeof runningSchema>[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    if (!/^\d{1,5}\.json$/.test(name)) continue;
    const file = join(folder, name);
    const text = await readFile(file, 'utf8').catch(() => '');
    const host = runningSchema.safeParse(parseJson(text));
    if (host.success && isAlive(host.data.owner)) found.push(host.data);
    else await rm(file, { force: true });
  }
  return found.sort((a, b) => b.startedAt - a.startedAt).map(({ port }) => port);
}
