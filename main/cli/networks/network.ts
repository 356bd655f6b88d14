/** The network that a command works on: a preset by its id, or a graph document in a file. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { plural } from '../../../core/format/plural';
import type { GraphDocument } from '../../../core/graph/document';
import { isGraphFile } from '../../../core/graph/file-name';
import { GraphError, type Problem } from '../../../core/graph/problem';
import { parseDocumentText } from '../../../core/network/parse';
import { buildPreset, type PresetOptions, presetFor, presets } from '../../../core/presets';
import { Refusal } from '../../basics/refusal';
import { nearest } from '../output/suggest';

/** The largest preset has 1.2 MB; a hundred times that is no graph document. */
const MAX_FILE_BYTES = 128 * 1024 * 1024;

export interface NetworkOptions extends PresetOptions {
  /** `--input`, where it was given; takes the place of `inputShape`. */
  inputFlag?: [number, number, number] | undefined;
}

/**
 * @param name a preset's id, or the path of a graph document.
 * @param options for a preset; a file says all of it itself.
 * @throws Refusal when there is no such preset or file, or the file is no graph document.
 */
export async function loadNetwork(name: string, options: NetworkOptions = {}): Promise<GraphDocument> {
  if (presetFor(name)) {
    try {
      const { inputFlag, ...rest } = options;
      return buildPreset(name, inputFlag ? { ...rest, inputShape: inputFlag } : rest);
    } catch (error) {
      if (error instanceof RangeError) throw new Refusal(error.message);
      throw error;
    }
  }
  const text = await readGraphFile(name);
  const { style, width, inputFlag } = options;
  for (const [flag, value] of [
    ['--style', style],
    ['--width', width],
    ['--input', inputFlag],
  ] as const) {
    if (value === undefined) continue;
    throw new Refusal(`${flag} is for presets; a graph document says all of it itself. Received: ${name}.`);
  }
  try {
    return parseDocumentText(text);
  } catch (error) {
    if (error instanceof GraphError) throw new Refusal(`${basename(name)}: ${firstOf(error.problems)}`);
    throw error;
  }
}

async function readGraphFile(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) {
      throw new Refusal(
        `A graph document has at most 128 MiB. Received: ${path} with ${plural(size, 'byte')}.`,
      );
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') throw unknownNetwork(path);
    if (code === 'EISDIR') throw new Refusal(`A graph document is a file. Received: ${path}, a folder.`);
    throw new Refusal(`${path} cannot be read: ${(error as Error).message}`);
  }
}

function unknownNetwork(name: string): Refusal {
  if (/[\\/]/.test(name) || isGraphFile(name)) return new Refusal(`There is no file ${name}.`);
  const near = nearest(
    name,
    presets.map((preset) => preset.id),
  );
  const hint = near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'See "skipwire presets".';
  return new Refusal(`There is no preset and no graph file named "${name}". ${hint}`);
}

/** The first problem in one line, and how many more there are. */
export function firstOf(problems: readonly Problem[]): string {
  const [first] = problems;
  const more = problems.length - 1;
  return `${first?.message ?? 'unsound graph'}${more > 0 ? ` (and ${more} more)` : ''}`;
}
