import { stat } from 'node:fs/promises';
import { codeOf } from '../../core/basics/errors';
import type { VersionInfo } from '../../core/contract/documents';
import { changeBetween } from '../../core/edit/change';
import { changeWords } from '../../core/edit/change-words';
import type { GraphDocument } from '../../core/graph/document';
import { GraphError } from '../../core/graph/problem';
import { message } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';
import { type DocumentFolder, readGraphFile, reasonOf } from './files';
import { versionFile, versionName, versionTime, versionTimes } from './versions';

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
