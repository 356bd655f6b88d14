/**
 * The browser host's folder in the data folder, for this user alone: the key that its sessions and links are made with,
 * and a file for each host that runs, so that `skipwire open` finds it.
 */

import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { codeOf } from '../../core/basics/errors';
import { message } from '../../core/messages';
import { dataRoot } from '../basics/paths';
import { temporaryName } from '../disk/atomic';
import { inWords } from '../disk/trouble';
import { currentOwner, isAlive, ownerSchema } from '../processes/owner';

export const hostFolder = (): string => join(dataRoot(), 'browser-host');

const KEY_BYTES = 32;
const trouble = { what: message('hosts.what.key'), next: 'disk.next.startSkipwire' } as const;

/** Makes the folder where it is missing; nobody else may look into it. */
export async function privateFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // A folder that was there may have been open to others.
  await chmod(folder, 0o700);
  return folder;
}

/** The key, made at the first start. Deleting the file signs every browser out. */
export async function hostKey(folder = hostFolder()): Promise<Buffer> {
  const file = join(folder, 'key');
  try {
    await privateFolder(folder);
    const known = await readKey(file);
    if (known) return known;
    const temporary = temporaryName(file);
    await writeFile(temporary, randomBytes(KEY_BYTES), { flag: 'wx', mode: 0o600 });
    try {
      // Two hosts that start at once agree on the key of the first; where the disk has no links, the last one wins.
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

/** Says that a host runs on this port. @returns what takes it back. */
export async function announceHost(port: number, folder = hostFolder()): Promise<() => Promise<void>> {
  await privateFolder(folder);
  const file = join(folder, `${port}.json`);
  await writeFile(file, JSON.stringify({ port, startedAt: Date.now(), owner: currentOwner() }), {
    mode: 0o600,
  });
  return () => rm(file, { force: true });
}

/** Ports of the hosts that run with this data folder, the newest first. What a killed host left goes. */
export async function runningHosts(folder = hostFolder()): Promise<number[]> {
  const found: z.infer<typeof runningSchema>[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    if (!/^\d{1,5}\.json$/.test(name)) continue;
    const file = join(folder, name);
    const text = await readFile(file, 'utf8').catch(() => '');
    const host = runningSchema.safeParse(jsonOf(text));
    if (host.success && isAlive(host.data.owner)) found.push(host.data);
    else await rm(file, { force: true });
  }
  return found.sort((a, b) => b.startedAt - a.startedAt).map(({ port }) => port);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
