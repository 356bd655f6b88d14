/**
 * Whole or not at all: a data set is written into a hidden folder beside its target and renamed when it
 * is complete. A killed process leaves such a folder behind; `sweep` clears it at the next start.
 *
 *   .<id>.importing-<pid>-<random>   being written
 *   .<id>.replaced-<pid>-<random>    the former version, for the moment between two renames
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../disk/atomic';
import { refuseForeignFiles } from '../disk/foreign-files';
import { isOfDataset } from './store';

const LEFTOVER = /^\.(.+)\.(importing|replaced)-(\d+)-[0-9a-f]+$/;
/** A live process writes all the time; the id of a dead one may have been given to another program. */
const QUIET_MS = 60 * 60 * 1000;

/** Staging folders of this process. */
const active = new Set<string>();

/**
 * Calls `fill` with an empty folder, then puts it in the place of `<root>/<id>`. When `fill` throws, the
 * former content of `<root>/<id>` stays and the new one is removed.
 * @param sameAs asked last, with the full folder: where it knows a data set that holds the same, the new content is
 *   removed as well. @returns its id; undefined where the new content is in place.
 */
export async function stage(
  root: string,
  id: string,
  fill: (folder: string) => Promise<void>,
  sameAs: (folder: string) => Promise<string | undefined> = async () => undefined,
): Promise<string | undefined> {
  await mkdir(root, { recursive: true });
  await refuseOthersFiles(root, id);
  const folder = hiddenFolder(root, id, 'importing');
  active.add(folder);
  try {
    await mkdir(folder);
    await fill(folder);
    await syncFolder(folder);
    const same = await sameAs(folder);
    if (same === undefined) await putInPlace(root, id, folder);
    return same;
  } finally {
    await rm(folder, { recursive: true, force: true });
    active.delete(folder);
  }
}

/** Removes `<root>/<id>`; it is gone at once for readers, even if the process is killed meanwhile. */
export async function discard(root: string, id: string): Promise<void> {
  await refuseOthersFiles(root, id);
  const doomed = hiddenFolder(root, id, 'importing');
  active.add(doomed);
  try {
    await rename(join(root, id), doomed);
    await rm(doomed, { recursive: true, force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    active.delete(doomed);
  }
}

/** Clears what killed processes left in `root`, and puts back a former version that was being replaced. */
export async function sweep(root: string): Promise<void> {
  const names = await readdir(root).catch(() => [] as string[]);
  for (const name of names) {
    const found = LEFTOVER.exec(name);
    if (!found) continue;
    const folder = join(root, name);
    if (active.has(folder) || (await isAlive(Number(found[3]), folder))) continue;
    const target = join(root, found[1]!);
    if (found[2] === 'replaced' && !existsSync(target)) await rename(folder, target);
    else await rm(folder, { recursive: true, force: true });
  }
}

const refuseOthersFiles = (root: string, id: string): Promise<void> =>
  refuseForeignFiles(join(root, id), isOfDataset, `The folder of the data set "${id}"`);

async function putInPlace(root: string, id: string, folder: string): Promise<void> {
  const target = join(root, id);
  const former = hiddenFolder(root, id, 'replaced');
  active.add(former);
  try {
    const replaces = existsSync(target);
    // An import takes a while.
    if (replaces) await refuseOthersFiles(root, id);
    if (replaces) await rename(target, former);
    try {
      await rename(folder, target);
    } catch (error) {
      if (replaces) await rename(former, target);
      throw error;
    }
    await syncFolder(root);
    await rm(former, { recursive: true, force: true });
  } finally {
    active.delete(former);
  }
}

function hiddenFolder(root: string, id: string, kind: 'importing' | 'replaced'): string {
  return join(root, `.${id}.${kind}-${process.pid}-${randomBytes(4).toString('hex')}`);
}

async function isAlive(pid: number, folder: string): Promise<boolean> {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  if (await isZombie(pid)) return false;
  let newest = 0;
  for (const name of ['', ...(await readdir(folder).catch(() => [] as string[]))]) {
    const stats = await stat(join(folder, name)).catch(() => undefined);
    newest = Math.max(newest, stats?.mtimeMs ?? 0);
  }
  return Date.now() - newest < QUIET_MS;
}

/** Killed, but still in Linux's table of processes until its parent has asked for the exit code. */
async function isZombie(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  // "<pid> (<name>) <state> ...": the name may contain anything, parentheses included.
  return status.charAt(status.lastIndexOf(')') + 2) === 'Z';
}
