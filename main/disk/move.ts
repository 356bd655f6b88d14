/** Moving a file or folder so that it is whole at one of the two places at every moment, and never over another. */
import { cp, link, lstat, mkdir, rename, rm, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../../core/basics/errors';
import { renameInPlace, syncFolder, temporaryName } from './atomic';

/** Something is at the place already. */
export class Occupied extends Error {
  constructor(readonly path: string) {
    super(`${path} exists already.`);
    this.name = 'Occupied';
  }
}

/**
 * A rename where both places are on one disk; elsewhere it is copied first, and then the original goes.
 * @throws Occupied when there is something at `to`; the system's error when it cannot be moved.
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

/** Renaming a file would replace one that has appeared since; a new link to it is refused there. */
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

/** The name goes first: a kill in the middle leaves nothing half deleted behind. */
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
