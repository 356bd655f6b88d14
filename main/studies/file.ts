/** Study files of a person: `skipwire study run study.json`. */
import { realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseStudyText } from '../../core/ablation/read';
import type { Study } from '../../core/ablation/study';
import { codeOf } from '../../core/basics/errors';
import { GraphError } from '../../core/graph/problem';
import { message } from '../../core/messages';
import { parseDocumentText } from '../../core/network/parse';
import { refuse } from '../basics/refusal';
import { readText } from '../disk/regular-file';
import { inWords } from '../disk/trouble';

export interface StudyFile {
  /** As it is in the file. */
  written: Study;
  /** With the graphs of other files in it. */
  study: Study;
  /** Absolute, without links. */
  path: string;
}

/** @throws StudyError, Refusal for a file that cannot be read, or has a fault */
export async function readStudyFile(path: string): Promise<StudyFile> {
  const absolute = resolve(path);
  const written = parseStudyText(await textOf(absolute));
  const embedded = async <Source extends object>(source: Source) =>
    'file' in source && typeof source.file === 'string'
      ? { document: await graphIn(resolve(dirname(absolute), source.file)) }
      : source;
  const arms = await Promise.all(
    written.arms.map(async (arm) => (arm.base ? { ...arm, base: await embedded(arm.base) } : arm)),
  );
  const study = { ...written, base: await embedded(written.base), arms } as Study;
  return { written, study, path: await realpath(absolute) };
}

async function graphIn(path: string) {
  try {
    return parseDocumentText(await textOf(path));
  } catch (error) {
    if (error instanceof GraphError) refuse('ablation.inGraph', { path, problem: error.problems[0]!.said });
    throw error;
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readText(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') refuse('cli.network.noFile', { path });
    throw inWords(error, { what: message('ablation.store.read'), where: path });
  }
}
