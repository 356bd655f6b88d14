/** Imports a model: a file of another framework becomes a document, its weights and a report. */
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { codeOf } from '../../core/basics/errors';
import { listOf, message } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';
import type { ModelContent } from '../models/store';
import { assemble } from './assemble';
import { readKerasFile, readKerasHdf5, readKerasJson } from './keras';
import { readOnnxModel } from './onnx';
import type { ModelReader } from './read-model';

interface Format {
  endings: readonly string[];
  read: ModelReader;
}

/** A new one is a line here. */
const formats: readonly Format[] = [
  { endings: ['.keras'], read: readKerasFile },
  { endings: ['.h5', '.hdf5'], read: readKerasHdf5 },
  { endings: ['.json'], read: readKerasJson },
  { endings: ['.onnx'], read: readOnnxModel },
];

/** Endings of the files that can be imported. */
export const importEndings: readonly string[] = formats.flatMap(({ endings }) => endings);

/** @throws Refusal where the file is not a model that we read, or is damaged. */
export async function importModel(path: string): Promise<ModelContent> {
  const file = basename(path);
  const format = formats.find(({ endings }) => endings.some((ending) => file.toLowerCase().endsWith(ending)));
  if (!format) refuse('import.refused.unknownFormat', { file, formats: listOf([...importEndings], 'and') });
  await requireReadable(path);
  return assemble(await format.read(path, file), file);
}

async function requireReadable(path: string): Promise<void> {
  try {
    await (await open(path, 'r')).close();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new Refusal(message('cli.network.noFile', { path }));
    throw error;
  }
}
