/** Writes an export: it appears complete, by rename, and replaces only files of an earlier export. */
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf } from '../../core/basics/errors';
import { GraphError } from '../../core/graph/problem';
import { message, someOf } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';
import { renameInPlace } from '../disk/atomic';
import { inWords } from '../disk/trouble';
import { foreignFilesIn, removeWritten, syncTree, type WrittenFile } from './files';

export interface TargetOptions {
  /** Replace an earlier export of ours. */
  force: boolean;
  /** The files that our export wrote at `path`, none for a file; undefined if it is not ours. */
  filesOfExport(path: string): Promise<readonly WrittenFile[] | undefined>;
}

/**
 * Runs `write` with a temporary path beside `path`, flushes the result to the disk and moves it to `path`.
 * @throws Refusal if `path` exists, has files of others, or cannot be written
 */
export async function writeTarget(
  path: string,
  options: TargetOptions,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const place = await behindLink(path);
  const former = await checkPlace(place, options);
  const suffix = randomBytes(6).toString('hex');
  const temporary = join(dirname(place), `.${basename(place)}.${suffix}.tmp`);
  try {
    await mkdir(dirname(place), { recursive: true });
    await write(temporary);
    await syncTree(temporary);
    await moveInPlace(temporary, place, former);
  } catch (error) {
    // Whatever prevents writing may prevent removing too.
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw describeFailure(error, path);
  }
}

/** A link is followed and kept. */
async function behindLink(path: string): Promise<string> {
  const found = await lstat(path).catch(() => undefined);
  if (!found?.isSymbolicLink()) return path;
  return realpath(path).catch(() => {
    refuse('export.refused.brokenLink', { path });
  });
}

/** What the export replaces. */
type Former = { kind: 'file' } | { kind: 'folder'; written: readonly WrittenFile[] };

async function checkPlace(
  path: string,
  { force, filesOfExport }: TargetOptions,
): Promise<Former | undefined> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  const isFolder = found.isDirectory();
  if (isFolder && (await readdir(path)).length === 0) return { kind: 'folder', written: [] };
  const written = isFolder || found.isFile() ? await filesOfExport(path).catch(() => undefined) : undefined;
  if (!written) {
    refuse('export.refused.notAnExport', { path });
  }
  const foreign = isFolder ? await foreignFilesIn(path, written) : [];
  if (foreign.length > 0) {
    refuse('export.refused.foreignFiles', { path, files: someOf(foreign) });
  }
  if (!force) {
    refuse('export.refused.exists', { path });
  }
  return isFolder ? { kind: 'folder', written } : { kind: 'file' };
}

async function moveInPlace(temporary: string, path: string, former: Former | undefined): Promise<void> {
  if (former?.kind !== 'folder') return renameInPlace(temporary, path);
  // Two renames: a folder cannot be renamed over one that is not empty.
  const old = `${temporary}.old`;
  await rename(path, old);
  try {
    await renameInPlace(temporary, path);
  } catch (error) {
    await rename(old, path);
    throw error;
  }
  await removeWritten(old, former.written);
}

function describeFailure(error: unknown, path: string): unknown {
  const said = inWords(error, { what: message('export.what.write'), where: path, next: 'disk.next.export' });
  const isAbort = said instanceof Error && said.name === 'AbortError';
  if (said instanceof Refusal || said instanceof GraphError || isAbort) return said;
  return new Refusal(message('export.refused.failed', { path, problem: messageOf(said) }));
}
