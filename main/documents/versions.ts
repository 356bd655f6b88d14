/** Earlier states of a document, on disk. */
import { copyFile, link, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../core/basics/errors';
import type { VersionInfo } from '../../core/contract/documents';
import { changeBetween } from '../../core/edit/change';
import { changeWords } from '../../core/edit/describe-change';
import type { GraphDocument } from '../../core/graph/document';
import { GraphError } from '../../core/graph/problem';
import { message } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';
import { syncFolder } from '../disk/atomic';
import { type DocumentFolder, readGraphFile, reasonOf } from './files';
import { thinned, VERSION_EVERY } from './thinning';

/** `2026-11-29T19-40-00-123`, UTC */
const NAME = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})$/;

export const versionName = (time: number): string =>
  new Date(time).toISOString().slice(0, 23).replaceAll(':', '-').replace('.', '-');

/** Milliseconds since 1970; undefined if it is not the name of a version. */
function versionTime(name: string): number | undefined {
  const [, day, hours, minutes, seconds, milliseconds] = NAME.exec(name) ?? [];
  if (day === undefined) return undefined;
  const time = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${milliseconds}Z`);
  return Number.isNaN(time) ? undefined : time;
}

export const versionFile = (folder: Pick<DocumentFolder, 'versions'>, name: string): string =>
  join(folder.versions, `${name}.json`);

/** Newest first. */
export async function versionTimes(folder: Pick<DocumentFolder, 'versions'>): Promise<number[]> {
  const names = await readdir(folder.versions).catch(() => [] as string[]);
  return names
    .flatMap((name) => (name.endsWith('.json') ? (versionTime(name.slice(0, -5)) ?? []) : []))
    .sort((a, b) => b - a);
}

/**
 * Called before graph.json is replaced: keeps it as a version if the last one is old enough, and deletes versions that are
 * too many for their age. A link is enough, since graph.json is replaced, not changed.
 */
export async function keepVersion(
  folder: Pick<DocumentFolder, 'graph' | 'versions'>,
  now: number,
): Promise<void> {
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

/** The current state, then earlier ones, newest first. Unreadable ones say why. */
export async function versionInfos(folder: DocumentFolder, present: GraphDocument): Promise<VersionInfo[]> {
  const { mtime } = await stat(folder.graph);
  const infos: VersionInfo[] = [];
  let older: GraphDocument | undefined;
  const words = (document: GraphDocument) =>
    older ? changeWords(changeBetween(older, document)) : message('graph.change.oldest');
  // Oldest first, so that each is read once.
  for (const time of (await versionTimes(folder)).reverse()) {
    const version = versionName(time);
    const savedAt = new Date(time).toISOString();
    try {
      const { document } = await readGraphFile(versionFile(folder, version));
      infos.push({ version, savedAt, nodes: document.nodes.length, words: words(document) });
      older = document;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') continue;
      infos.push({
        version,
        savedAt,
        nodes: 0,
        words: message('documents.version.unreadable', { reason: reasonOf(error) }),
      });
    }
  }
  const now = older ? words(present) : message('documents.version.first');
  infos.push({ savedAt: mtime.toISOString(), nodes: present.nodes.length, words: now });
  return infos.reverse();
}

/** @throws Refusal if there is no such version, or it cannot be read. */
export async function readVersion(folder: DocumentFolder, version: string): Promise<GraphDocument> {
  if (versionTime(version) === undefined) throw noVersion(version);
  try {
    return (await readGraphFile(versionFile(folder, version))).document;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw noVersion(version);
    if (error instanceof GraphError)
      refuse('documents.version.cannotRead', { version, reason: reasonOf(error) });
    throw error;
  }
}

const noVersion = (version: string): Refusal =>
  new Refusal(message('documents.version.unknown', { version: JSON.stringify(version.slice(0, 40)) }));
