/** Loads a preset or an imported model by its id, or a graph document from a file. */

import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { hintFor } from '../../../core/basics/suggest';
import { newHead } from '../../../core/edit';
import type { GraphDocument } from '../../../core/graph/document';
import { isGraphFile } from '../../../core/graph/file-name';
import { GraphError, type Problem } from '../../../core/graph/problem';
import { type Message, message, sentences } from '../../../core/messages';
import { fitted } from '../../../core/network/fitted';
import { parseDocumentText } from '../../../core/network/parse';
import { buildPreset, type PresetOptions, presetFor, presets } from '../../../core/presets';
import { OptionError } from '../../../core/styles/option-error';
import { Refusal, refuse } from '../../basics/refusal';
import { type NetworkFlags, styleFrom } from '../options/network';
import { tuned } from '../options/tuning';

/** A hundred times the largest preset. */
const MAX_FILE_BYTES = 128 * 1024 * 1024;

/** Defaults for missing flags: the shape and classes of the images. */
type Defaults = Pick<PresetOptions, 'inputShape' | 'classes'>;

type Flags = NetworkFlags & { width?: number | undefined; newHead?: true | undefined };

/**
 * @param name id of a preset or an imported model, or the path of a graph document.
 * @param flags for presets and models; a file has its own. A model that is to have other classes gets a new
 * head, a file with `newHead`.
 * @throws Refusal when there is no such preset, model or file, or the file is no graph document.
 */
export async function loadNetwork(
  name: string,
  flags: Flags = {},
  defaults: Defaults = {},
): Promise<GraphDocument> {
  const document = await loadAsItIs(name, flags, defaults);
  try {
    const { classes = flags.classes } = defaults;
    const whole = flags.newHead && classes !== undefined ? newHead(document, classes) : document;
    return tuned(whole, flags);
  } catch (error) {
    if (error instanceof GraphError)
      refuse('cli.network.problem', { file: document.name, problem: firstOf(error.problems) });
    throw error;
  }
}

async function loadAsItIs(
  name: string,
  flags: Flags,
  { inputShape, classes }: Defaults,
): Promise<GraphDocument> {
  if (presetFor(name)) {
    if (flags.newHead) refuse('cli.network.newHeadOfPreset', { name });
    const { width, input = inputShape } = flags;
    const style = await styleFrom(flags);
    try {
      return buildPreset(name, { style, width, inputShape: input, classes: flags.classes ?? classes });
    } catch (error) {
      if (error instanceof OptionError) throw new Refusal(error.said);
      throw error;
    }
  }
  const { ModelStore } = await import('../../models/store');
  const models = new ModelStore();
  if (await models.has(name)) {
    requireUnset(name, { '--style': flags.style, '--style-set': flags.styleSet, '--width': flags.width });
    const document = await models.document(name);
    return fitted(document, { inputShape: flags.input, classes: flags.classes ?? classes });
  }
  const text = await readGraphFile(name);
  requireUnset(name, {
    '--style': flags.style,
    '--style-set': flags.styleSet,
    '--width': flags.width,
    '--input': flags.input,
    '--classes': flags.classes,
  });
  try {
    return parseDocumentText(text);
  } catch (error) {
    if (error instanceof GraphError)
      refuse('cli.network.problem', { file: basename(name), problem: firstOf(error.problems) });
    throw error;
  }
}

function requireUnset(name: string, flags: Readonly<Record<string, unknown>>): void {
  for (const [flag, value] of Object.entries(flags)) {
    if (value !== undefined) refuse('cli.network.presetOnly', { flag, name });
  }
}

async function readGraphFile(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) refuse('cli.network.tooLarge', { path, bytes: size });
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
  const ids = presets.map(({ id }) => id);
  const hint = hintFor(name, ids, message('cli.network.seePresets'));
  return new Refusal(sentences(message('cli.network.unknown', { name }), hint));
}

/** The first problem in one line, and how many more there are. */
export function firstOf(problems: readonly Problem[]): Message {
  const problem = problems[0]?.said ?? message('cli.network.unsound');
  const count = problems.length - 1;
  return count > 0 ? message('cli.network.andMore', { problem, count }) : problem;
}
