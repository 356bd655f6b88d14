/** Imports a model: a file of another framework becomes a document, its weights and a report. */
import { basename } from 'node:path';
import { codeOf } from '../../core/basics/errors';
import { PICKLES } from '../../core/graph/model-file-name';
import { listOf, message } from '../../core/messages';
import type { PixelValues } from '../../core/ops/pixels';
import { Refusal, refuse } from '../basics/refusal';
import { openRegular } from '../disk/regular-file';
import type { ModelContent } from '../models/store';
import { assemble } from './assemble';
import { readJson } from './json';
import { readKerasFile, readKerasHdf5 } from './keras';
import { notRead } from './limits';
import { readOnnxModel } from './onnx';
import type { ModelReader } from './read-model';
import { opened } from './steps';
import { readWeights } from './weights';

interface Format {
  endings: readonly string[];
  read: ModelReader;
  /** It contains only weights, which are loaded into a preset. */
  onto?: boolean;
}

/** A new format is one line here. */
const formats: readonly Format[] = [
  { endings: ['.keras'], read: readKerasFile },
  { endings: ['.h5', '.hdf5'], read: readKerasHdf5 },
  { endings: ['.json', '.skipwire'], read: readJson },
  { endings: ['.onnx'], read: readOnnxModel },
  { endings: ['.safetensors'], read: readWeights, onto: true },
];

/** Extensions of the files that can be imported. */
export const importEndings: readonly string[] = formats.flatMap(({ endings }) => endings);

export interface ImportOptions {
  /** The preset to load weights without layers into; if absent, recognized by their names. */
  onto?: string | undefined;
  /** What the network takes for pixels, in place of what the file says. */
  pixels?: PixelValues | undefined;
}

/** @throws Refusal where the file is not a model that we read, or is damaged. */
export async function importModel(path: string, { onto, pixels }: ImportOptions = {}): Promise<ModelContent> {
  const file = basename(path);
  const endsWith = (ending: string) => file.toLowerCase().endsWith(ending);
  const pickle = PICKLES.find((ending) => endsWith(`.${ending}`));
  if (pickle) {
    const target = `${file.slice(0, -pickle.length)}safetensors`;
    refuse('import.refused.pickle', { file, source: JSON.stringify(file), target: JSON.stringify(target) });
  }
  const format = formats.find(({ endings }) => endings.some(endsWith));
  if (!format) refuse('import.refused.unknownFormat', { file, formats: listOf([...importEndings], 'and') });
  if (onto !== undefined && !format.onto) refuse('import.refused.onto', { file });
  const size = await sizeOf(path, file);
  if (size === 0) refuse('import.refused.empty', { file });
  opened(size);
  return assemble(await format.read(path, file, onto), file, pixels);
}

/** In bytes. @throws Refusal if it cannot be opened. */
async function sizeOf(path: string, file: string): Promise<number> {
  try {
    await using content = await openRegular(path);
    return (await content.stat()).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new Refusal(message('cli.network.noFile', { path }));
    throw notRead(error, file);
  }
}
