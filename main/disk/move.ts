/**
 * Moves files and folders: at every moment they are complete in one of the two places, and no other file is
 * overwritten.
 */
import { cp, link, lstat, mkdir, rename, rm, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../../core/basics/errors';
import { renameInPlace, syncFolder, temporaryName } from './atomic';

export class Occupied extends Error {
  constructor(readonly path: string) {
    super(`${path} exists already.`);
    this.name = 'Occupied';
  }
}

/**
 * Renames, or on another disk copies first and then deletes.
 * @throws Occupied if `to` exists; otherwise the system's error
 */
export async function moveTo(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  if (await isThere(to)) throw new Occupied(to);
  try {
    await renameToFree(from, to);
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error;
    const copy = temporaryName(to);
    try {
      await cp(from, copy, { recursive: true, errorOnExist: true, preserveTimestamps: true });
      await renameInPlace(copy, to);
    } catch (failure) {
      await rm(copy, { recursive: true, force: true });
      throw failure;
    }
    await removeWhole(from);
  }
  await syncFolder(dirname(to));
  await syncFolder(dirname(from));
}

/** A rename could replace a file created meanwhile; creating a link fails instead. */
async function renameToFree(from: string, to: string): Promise<void> {
  if ((await lstat(from)).isFile()) {
    try {
      await link(from, to);
      await unlink(from);
      return;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') throw new Occupied(to);
      // Disks without links (FAT, some network disks).
      if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK', 'EOPNOTSUPP'].includes(codeOf(error) ?? '')) throw error;
    }
  }
  await rename(from, to);
}

/** Renamed first, so that a kill leaves nothing half deleted. */
export async function removeWhole(path: string): Promise<void> {
  const going = temporaryName(path);
  await renameInPlace(path, going);
  await rm(going, { recursive: true, force: true });
}

export const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );
