/** Earlier states of a document, on disk. */
import { copyFile, link, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../core/basics/errors';
import { syncFolder } from '../disk/atomic';
import type { DocumentFolder } from './files';
import { thinned, VERSION_EVERY } from './thinning';

/** `2026-11-29T19-40-00-123`, UTC */
const NAME = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})$/;

export const versionName = (time: number): string =>
  new Date(time).toISOString().slice(0, 23).replaceAll(':', '-').replace('.', '-');

/** Milliseconds since 1970; undefined if it is not the name of a version. */
export function versionTime(name: string): number | undefined {
  const [, day, hours, minutes, seconds, milliseconds] = NAME.exec(name) ?? [];
  if (day === undefined) return undefined;
  const time = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${milliseconds}Z`);
  return Number.isNaN(time) ? undefined : time;
}

export const versionFile = (folder: DocumentFolder, name: string): string =>
  join(folder.versions, `${name}.json`);

/** Newest first. */
export async function versionTimes(folder: DocumentFolder): Promise<number[]> {
  const names = await readdir(folder.versions).catch(() => [] as string[]);
  return names
    .flatMap((name) => (name.endsWith('.json') ? (versionTime(name.slice(0, -5)) ?? []) : []))
    .sort((a, b) => b - a);
}

/**
 * Called before graph.json is replaced: keeps it as a version if the last one is old enough, and deletes versions that are
 * too many for their age. A link is enough, since graph.json is replaced, not changed.
 */
export async function keepVersion(folder: DocumentFolder, now: number): Promise<void> {
  const times = await versionTimes(folder);
  const newest = times[0];
  // The clock may have been set back.
  if (newest !== undefined && newest <= now && now - newest < VERSION_EVERY) return;
  const { mtimeMs } = await stat(folder.graph);
  const time = Math.floor(mtimeMs);
  if (times.includes(time)) return;
  await mkdir(folder.versions, { recursive: true });
  await linkOrCopy(folder.graph, versionFile(folder, versionName(time)));
  await syncFolder(folder.versions);
  for (const old of thinned([time, ...times], now)) {
    await rm(versionFile(folder, versionName(old)), { force: true });
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    // Disks without links (FAT, some network disks).
    await copyFile(from, to);
  }
}
