/**
 * A document is a folder: `graph.json`, `undo.json` (undo and redo steps), and `versions/`, earlier states of graph.json named
 * after the time they were saved.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { KeptDocument } from '../../core/contract/documents';
import { documentIdSchema, historySchema } from '../../core/contract/documents';
import { emptyHistory, type History, type Step } from '../../core/edit/history';
import type { GraphDocument } from '../../core/graph/document';
import { GraphError } from '../../core/graph/problem';
import { type Message, type MessageOrText, message } from '../../core/messages';
import { parseDocumentText } from '../../core/network/parse';
import { refuse, saidBy } from '../basics/refusal';
import { renameInPlace, writeAtomically } from '../disk/atomic';
import { parseJson } from '../disk/json';
import { readText, textIfThere } from '../disk/regular-file';

export interface DocumentFolder {
  path: string;
  graph: string;
  undo: string;
  versions: string;
}

/** @throws Refusal for an invalid id. */
export function documentFolder(root: string, id: string): DocumentFolder {
  if (!documentIdSchema.safeParse(id).success) {
    refuse('documents.unknown', { id: JSON.stringify(id.slice(0, 80)) });
  }
  const path = join(root, id);
  return {
    path,
    graph: join(path, 'graph.json'),
    undo: join(path, 'undo.json'),
    versions: join(path, 'versions'),
  };
}

export const textOf = (document: GraphDocument): string => `${JSON.stringify(document, null, 2)}\n`;

export const revisionOf = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** Characters of undo.json; the oldest steps are dropped first. */
const MOST_UNDO = 8_000_000;

const written = new WeakMap<Step, string>();
function textOfStep(step: Step): string {
  const text = written.get(step) ?? JSON.stringify(step);
  written.set(step, text);
  return text;
}

/** The newest steps that fit into undo.json. */
export function boundedHistory({ past, future }: History): History {
  let left = MOST_UNDO;
  const newest = (steps: readonly Step[]): readonly Step[] => {
    let start = steps.length;
    while (start > 0) {
      left -= textOfStep(steps[start - 1]!).length;
      if (left < 0) break;
      start--;
    }
    return start === 0 ? steps : steps.slice(start);
  };
  return { past: newest(past), future: newest(future) };
}

export function writeUndo(folder: DocumentFolder, { past, future }: History): Promise<void> {
  const list = (steps: readonly Step[]) => `[${steps.map(textOfStep).join(',\n')}]`;
  return writeAtomically(
    folder.undo,
    `{"format":"skipwire.undo","version":1,\n"past":${list(past)},\n"future":${list(future)}}\n`,
  );
}

/** A damaged file is set aside, with a remark. */
export async function readUndo(
  folder: DocumentFolder,
  now: () => Date,
  name: string,
): Promise<{ history: History; remark?: Message }> {
  try {
    const text = await textIfThere(folder.undo);
    if (text === undefined) return { history: emptyHistory };
    const read = historySchema.safeParse(parseJson(text));
    if (read.success) return { history: read.data };
  } catch {
    // Not a regular file, or not readable.
  }
  const aside = await setAside(folder.undo, now()).catch(() => folder.undo);
  return {
    history: emptyHistory,
    remark: message('documents.recovered.undo', { name, file: aside }),
  };
}

/** Renames `graph.json` to `graph.damaged-2026-11-29T19-40-00-123.json`. @returns the new path */
export async function setAside(path: string, now: Date): Promise<string> {
  const stamp = now.toISOString().slice(0, 23).replaceAll(':', '-').replace('.', '-');
  const aside = path.replace(/\.json$/, `.damaged-${stamp}.json`);
  await renameInPlace(path, aside);
  return aside;
}

export const DAMAGED = /\.damaged-[0-9T-]+\.json$/;

export interface ReadGraph {
  document: GraphDocument;
  revision: string;
}

/** @throws GraphError if it is not a graph; the system's error if it cannot be read. */
export async function readGraphFile(path: string): Promise<ReadGraph> {
  const text = await readText(path);
  return { document: parseDocumentText(text), revision: revisionOf(text) };
}

/** Problems that a newer version may have caused. */
const LATER: ReadonlySet<string> = new Set([
  'document.later-version',
  'document.unknown-field',
  'document.unknown-parameter',
  'node.unknown-operator',
]);
export const isOfLater = (error: GraphError): boolean => error.problems.every(({ code }) => LATER.has(code));

/** The first reason, as one sentence. */
export const reasonOf = (error: unknown): MessageOrText =>
  error instanceof GraphError ? error.problems[0]!.said : saidBy(error);

export const stateOf = (graph: ReadGraph, history: History, remark?: MessageOrText): KeptDocument => ({
  ...graph,
  history: { past: [...history.past], future: [...history.future] },
  ...(remark !== undefined && { remark }),
});
