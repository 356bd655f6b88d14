import { createHash } from 'node:crypto';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultLimits } from '../members/collection';
import { isJunk } from '../members/junk';

/**
 * Changes when a file or folder does: path, size and time of change, of a folder those of all its files.
 * @returns undefined if it cannot be read, or has more entries than an import reads
 */
export async function stampOf(path: string): Promise<string | undefined> {
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isFile()) return `${path} ${stats.size} ${stats.mtimeMs}`;
  if (!stats?.isDirectory()) return undefined;
  const files = await filesBelow(path).catch(() => undefined);
  if (!files) return undefined;
  return `${path} ${files.length} files ${createHash('sha256').update(files.join('\n')).digest('hex')}`;
}

/** Follows links, but enters each folder once, as an import does (folder.ts). */
async function filesBelow(root: string): Promise<string[] | undefined> {
  const files: string[] = [];
  const seen = new Set<string>();
  const waiting: string[][] = [[]];
  for (let parts = waiting.pop(); parts; parts = waiting.pop()) {
    const folder = join(root, ...parts);
    const real = await realpath(folder);
    if (seen.has(real)) continue;
    seen.add(real);
    for (const name of (await readdir(folder)).sort()) {
      const inside = [...parts, name];
      if (isJunk(inside)) continue;
      const found = await stat(join(root, ...inside)).catch(() => undefined);
      if (found?.isDirectory()) waiting.push(inside);
      else files.push(`${inside.join('/')} ${found?.size} ${found?.mtimeMs}`);
      if (files.length + waiting.length > defaultLimits.entries) return undefined;
    }
  }
  return files.sort();
}
