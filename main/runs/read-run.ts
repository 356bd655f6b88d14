/** Reads run.json and graph.json. */

import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { codeOf } from '../../core/basics/errors';
import type { GraphDocument } from '../../core/graph/document';
import { GraphError } from '../../core/graph/problem';
import { ruleOf } from '../../core/messages';
import { parseDocumentText } from '../../core/network/parse';
import { type RunRecord, runRecordSchema } from '../../core/study/run';
import { refuse } from '../basics/refusal';
import { parseJson } from '../disk/json';
import { readText } from '../disk/regular-file';
import type { RunFolder } from './folder';

/** Bytes. */
const MOST = 64 * 1024 * 1024;

/** @throws Refusal if there is no such run, run.json is damaged, or its id is not the folder's name. */
export async function readRecord(folder: RunFolder, id: string): Promise<RunRecord> {
  const record = await readRecordOfAnyName(folder, id);
  if (record.id !== id) {
    refuse('runs.record.copied', { id, run: record.id, path: folder.path });
  }
  return record;
}

/** As `readRecord`, but accepts a copied or renamed folder. */
export async function readRecordOfAnyName(folder: RunFolder, id: string): Promise<RunRecord> {
  const text = await textOf(folder, folder.record, id);
  const json = parseJson(text);
  if (json === undefined) {
    refuse('runs.record.notJson', { id, received: JSON.stringify(text.slice(0, 40)) });
  }
  const parsed = runRecordSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = issue.path.join('.') || 'none';
    refuse('runs.record.damaged', { id, field, problem: ruleOf(issue) });
  }
  return parsed.data;
}

/** @throws Refusal if there is no such run or its graph is damaged. */
export async function readGraph(folder: RunFolder, id: string): Promise<GraphDocument> {
  const text = await textOf(folder, folder.graph, id);
  try {
    return parseDocumentText(text);
  } catch (error) {
    if (error instanceof GraphError) {
      refuse('runs.record.graphDamaged', { id, problem: error.said });
    }
    throw error;
  }
}

async function textOf(folder: RunFolder, path: string, id: string): Promise<string> {
  try {
    return await readText(path, MOST);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    if (existsSync(folder.path)) refuse('runs.record.missing', { id, file: basename(path) });
    refuse('runs.unknown', { id, folder: dirname(folder.path) });
  }
}
