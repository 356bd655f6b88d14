/** The network that a command works on: a preset by its id, or a graph document in a file. */

import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { GraphDocument } from '../../../core/graph/document';
import { isGraphFile } from '../../../core/graph/file-name';
import { GraphError, type Problem } from '../../../core/graph/problem';
import { listOf, type Message, message, sentences } from '../../../core/messages';
import { parseDocumentText } from '../../../core/network/parse';
import { buildPreset, type PresetOptions, presetFor, presets } from '../../../core/presets';
import { OptionError } from '../../../core/styles/option-error';
import { Refusal, refuse } from '../../basics/refusal';
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
      if (error instanceof OptionError) throw new Refusal(error.said);
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
    refuse('cli.network.presetOnly', { flag, name });
  }
  try {
    return parseDocumentText(text);
  } catch (error) {
    if (error instanceof GraphError)
      refuse('cli.network.problem', { file: basename(name), problem: firstOf(error.problems) });
    throw error;
  }
}

async function readGraphFile(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) {
      refuse('cli.network.tooLarge', { path, bytes: size });
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') throw unknownNetwork(path);
    if (code === 'EISDIR') refuse('cli.network.isFolder', { path });
    refuse('cli.network.unreadable', { path, error: (error as Error).message });
  }
}

function unknownNetwork(name: string): Refusal {
  if (/[\\/]/.test(name) || isGraphFile(name))
    return new Refusal(message('cli.network.noFile', { path: name }));
  const near = nearest(
    name,
    presets.map((preset) => preset.id),
  );
  const hint =
    near.length > 0
      ? message('common.didYouMean', { names: listOf(near, 'or') })
      : message('cli.network.seePresets');
  return new Refusal(sentences(message('cli.network.unknown', { name }), hint));
}

/** The first problem in one line, and how many more there are. */
export function firstOf(problems: readonly Problem[]): Message {
  const problem = problems[0]?.said ?? message('cli.network.unsound');
  const count = problems.length - 1;
  return count > 0 ? message('cli.network.andMore', { problem, count }) : problem;
}
