/** Where an export goes: it appears whole, by rename, and never replaces what is not an export of ours. */
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Refusal } from '../refusal';

export interface TargetOptions {
  /** Replace an earlier export of ours. */
  force: boolean;
  /** Tells from its contents whether what stands there is an export of ours. */
  isOurs(path: string): Promise<boolean>;
}

/**
 * Runs `write` with a temporary path beside `path`, then moves what it made there.
 * @throws Refusal when the place is taken or cannot be written.
 */
export async function writeTarget(
  path: string,
  options: TargetOptions,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const occupied = await checkPlace(path, options);
  const suffix = randomBytes(6).toString('hex');
  const temporary = join(dirname(path), `.${basename(path)}.${suffix}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await write(temporary);
    // Two renames: a folder cannot be renamed over one that holds something.
    const old = `${temporary}.old`;
    if (occupied) await rename(path, old);
    await rename(temporary, path);
    if (occupied) await rm(old, { recursive: true, force: true });
  } catch (error) {
    // What stands in the way of writing may stand in the way of looking, too.
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw describeFailure(error, path);
  }
}

async function checkPlace(path: string, { force, isOurs }: TargetOptions): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return false;
  if (found.isDirectory() && (await readdir(path)).length === 0) return true;
  const ours = await isOurs(path).catch(() => false);
  if (!ours) {
    throw new Refusal(
      `An export replaces nothing but an earlier export of Skipwire. Received: ${path}, which is something else. Choose another place.`,
    );
  }
  if (!force) {
    throw new Refusal(
      `There is an export at ${path} already. Choose another place, or replace it with --force.`,
    );
  }
  return true;
}

function describeFailure(error: unknown, path: string): unknown {
  const reasons: Record<string, string> = {
    EACCES: 'this user may not write there',
    EPERM: 'this user may not write there',
    EROFS: 'that disk is read-only',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a part of the path is a file',
    EEXIST: 'a part of the path is a file',
    ENAMETOOLONG: 'the name is too long',
  };
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? ''];
  return reason === undefined ? error : new Refusal(`The export cannot be written to ${path}: ${reason}.`);
}

/** Bytes of a file, or of all files below a folder. */
export async function bytesOf(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isDirectory()) return found.size;
  const names = await readdir(path);
  const sizes = await Promise.all(names.map((name) => bytesOf(join(path, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}
