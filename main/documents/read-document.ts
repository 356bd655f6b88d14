/** Reads a document, and recovers it if its files are damaged. */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { codeOf } from '../../core/basics/errors';
import type { KeptDocument } from '../../core/contract/documents';
import { GraphError } from '../../core/graph/problem';
import { type Message, type MessageOrText, message, sentences } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';
import { writeAtomically } from '../disk/atomic';
import { isThere } from '../disk/move';
import { readText } from '../disk/regular-file';
import { inWords } from '../disk/trouble';
import {
  DAMAGED,
  type DocumentFolder,
  isOfLater,
  type ReadGraph,
  readGraphFile,
  readUndo,
  reasonOf,
  setAside,
  stateOf,
  textOf,
} from './files';
import { versionFile, versionName, versionTimes } from './versions';

interface Recovered extends ReadGraph {
  remark?: Message;
}

/**
 * Sets a damaged graph.json aside and replaces it with `open` or the newest version.
 * @param open the last known state, if windows have it open
 * @returns undefined if there is no such document
 * @throws Refusal if it cannot be read
 */
export async function readDocument(
  folder: DocumentFolder,
  now: () => Date,
  open?: ReadGraph,
): Promise<KeptDocument | undefined> {
  const graph = await readOrRecover(folder, now, open).catch((error: unknown) => {
    throw inRefusal(error, folder);
  });
  if (!graph) return undefined;
  const undo = await readUndo(folder, now, graph.document.name);
  const remarks = [graph.remark, undo.remark].filter((remark) => remark !== undefined);
  return stateOf(graph, undo.history, remarks.length > 0 ? sentences(...remarks) : undefined);
}

function inRefusal(error: unknown, { graph }: DocumentFolder): Refusal {
  const worded = inWords(error, {
    what: message('documents.what.read'),
    where: graph,
    next: 'disk.next.open',
  });
  return worded instanceof Refusal
    ? worded
    : new Refusal(message('documents.cannotRead', { path: graph, reason: reasonOf(worded) }));
}

async function readOrRecover(
  folder: DocumentFolder,
  now: () => Date,
  open: ReadGraph | undefined,
): Promise<Recovered | undefined> {
  const recover = (damage: Message) => (open ? fromOpen(folder, open, damage) : fromVersion(folder, damage));
  try {
    return await readGraphFile(folder.graph);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      const damaged = await damagedFile(folder);
      if (damaged !== undefined) return recover(message('documents.damaged.kept', { file: damaged }));
      const isLeft = open ? await isThere(folder.path) : (await versionTimes(folder)).length > 0;
      return isLeft ? recover(message('documents.damaged.missing')) : undefined;
    }
    if (!(error instanceof GraphError)) throw error;
    if (isOfLater(error)) refuse('documents.cannotOpen', { path: folder.graph, reason: reasonOf(error) });
    const aside = await setAside(folder.graph, now());
    return recover(sentences(damageOf(error), message('documents.damaged.movedTo', { file: aside })));
  }
}

const damageOf = (error: GraphError): MessageOrText =>
  error.problems[0]!.code === 'document.not-json' ? message('documents.damaged.notJson') : reasonOf(error);

async function fromOpen(
  folder: DocumentFolder,
  { document, revision }: ReadGraph,
  damage: Message,
): Promise<Recovered> {
  await writeAtomically(folder.graph, textOf(document));
  const remark = message('documents.recovered.fromWindow', { name: document.name, damage });
  return { document, revision, remark };
}

async function damagedFile(folder: DocumentFolder): Promise<string | undefined> {
  const names = await readdir(folder.path).catch(() => [] as string[]);
  const newest = names
    .filter((name) => DAMAGED.test(name) && name.startsWith('graph.'))
    .sort()
    .at(-1);
  return newest === undefined ? undefined : join(folder.path, newest);
}

async function fromVersion(folder: DocumentFolder, damage: Message): Promise<Recovered> {
  for (const time of await versionTimes(folder)) {
    const path = versionFile(folder, versionName(time));
    try {
      const read = await readGraphFile(path);
      await writeAtomically(folder.graph, await readText(path));
      const saved = new Date(time).toISOString().slice(0, 16).replace('T', ' ');
      return {
        ...read,
        remark: message('documents.recovered.fromVersion', { damage, saved }),
      };
    } catch (error) {
      if (!(error instanceof GraphError) && codeOf(error) !== 'ENOENT') throw error;
    }
  }
  refuse('documents.recovered.noVersion', { id: basename(folder.path), damage });
}
