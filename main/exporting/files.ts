/** The files of an export: our own, and those that others put there. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { syncFile, syncFolder } from '../disk/atomic';

/** A file that an export wrote. Exports before version 2 listed names only. */
export const writtenFileSchema = z.object({
  /** Relative to the export's folder, with slashes. */
  path: z.string().min(1),
  bytes: z.number().int().nonnegative().optional(),
  /** Digest of the content, in hexadecimal. */
  sha256: z.string().optional(),
});
export type WrittenFile = z.infer<typeof writtenFileSchema>;

/** Size and digest of each file below `folder`. */
export async function listWritten(folder: string): Promise<WrittenFile[]> {
  const files = await filesBelow(folder);
  return Promise.all(
    files.map(async ({ path }) => {
      const file = join(folder, path);
      return { path, bytes: (await stat(file)).size, sha256: await digestOf(file) };
    }),
  );
}

/** Paths in `folder`, with slashes, that differ from what our export wrote: files of others, links, changed files. */
export async function foreignFilesIn(folder: string, written: readonly WrittenFile[]): Promise<string[]> {
  const known = new Map(written.map((file) => [file.path, file]));
  const foreign: string[] = [];
  for (const { path, regular } of await filesBelow(folder)) {
    const ours = regular ? known.get(path) : undefined;
    if (!ours) foreign.push(path);
    else if (!(await isUnchanged(join(folder, path), ours))) foreign.push(`${path} (changed since)`);
  }
  return foreign.sort();
}

/** Removes these files, and folders that become empty. */
export async function removeWritten(folder: string, written: readonly WrittenFile[]): Promise<void> {
  for (const { path } of written) await rm(join(folder, path), { force: true });
  const folders = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const each of [...folders.sort((a, b) => b.length - a.length), folder]) {
    await rmdir(each).catch(() => undefined);
  }
}

/** Flushes a file, or all files and folders below a folder, to the disk. */
export async function syncTree(path: string): Promise<void> {
  if (!(await stat(path)).isDirectory()) return syncFile(path);
  for (const entry of await readdir(path)) await syncTree(join(path, entry));
  await syncFolder(path);
}

/** Bytes of a file, or of all files below a folder. */
export async function bytesOf(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isDirectory()) return found.size;
  const sizes = await Promise.all((await readdir(path)).map((name) => bytesOf(join(path, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function filesBelow(folder: string, below = ''): Promise<{ path: string; regular: boolean }[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(folder, path) : [{ path, regular: entry.isFile() }];
    }),
  );
  return found.flat();
}

async function isUnchanged(file: string, { bytes, sha256 }: WrittenFile): Promise<boolean> {
  if (bytes !== undefined && (await stat(file)).size !== bytes) return false;
  return sha256 === undefined || (await digestOf(file)) === sha256;
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
