/**
 * Data sets are written into a hidden folder beside their target and renamed when complete.
 *
 *   .<id>.importing-<pid>-<random>   being written
 *   .<id>.replaced-<pid>-<random>    the previous version, between two renames
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { message } from '../../../core/messages';
import { syncFolder } from '../../disk/atomic';
import { refuseForeignFiles } from '../../disk/foreign-files';
import { processStart } from '../../processes/owner';
import { isOfDataset } from './store';

const LEFTOVER = /^\.(.+)\.(importing|replaced)-(\d+)-[0-9a-f]+$/;
/** A live process writes more often than this; a silent one's pid may belong to another program. */
const QUIET_MS = 60 * 60 * 1000;

const active = new Set<string>();

/**
 * Calls `fill` with an empty folder, which then becomes `<root>/<id>`. If `fill` throws, `<root>/<id>` stays as it was.
 * @param sameAs gets the filled folder; if it returns an id, the new content is removed
 * @returns what `sameAs` returned
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

/** Readers no longer see it at once, even if the process is killed. */
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

/** Removes what killed processes left, and restores a version that was being replaced. */
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
  refuseForeignFiles(join(root, id), isOfDataset, message('datasets.what.ownFolder', { id }));

async function putInPlace(root: string, id: string, folder: string): Promise<void> {
  const target = join(root, id);
  const former = hiddenFolder(root, id, 'replaced');
  active.add(former);
  try {
    const replaces = existsSync(target);
    // It may have changed during the import.
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
  if (pid === process.pid || processStart(pid) === undefined) return false;
  let newest = 0;
  for (const name of ['', ...(await readdir(folder).catch(() => [] as string[]))]) {
    const stats = await stat(join(folder, name)).catch(() => undefined);
    newest = Math.max(newest, stats?.mtimeMs ?? 0);
  }
  return Date.now() - newest < QUIET_MS;
}
