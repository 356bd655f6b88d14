/** Exports that are one text: a comment in its last line has the provenance. */
import { readFile, writeFile } from 'node:fs/promises';
import { message } from '../../core/messages';
import { type Reader, Unchecked } from './check/check';
import type { WrittenFile } from './files';
import { provenance, readProvenance, type TrainedNetwork } from './trained-network';

const COMMENTS = { markdown: ['<!-- ', ' -->'], python: ['# ', ''] } as const;
const MARK = 'skipwire ';

export async function writeText(
  network: TrainedNetwork,
  path: string,
  text: string,
  language: keyof typeof COMMENTS,
): Promise<void> {
  const [open, close] = COMMENTS[language];
  // A Markdown comment must not contain "-->".
  const about = JSON.stringify(provenance(network)).replaceAll('>', '\\u003e');
  await writeFile(path, `${text.trimEnd()}\n\n${open}${MARK}${about}${close}\n`);
}

/** No further files; undefined if `path` is not our export. */
export async function writtenText(path: string): Promise<readonly WrittenFile[] | undefined> {
  const last = (await readFile(path, 'utf8')).trimEnd().split('\n').at(-1) ?? '';
  const at = last.indexOf(`${MARK}{`);
  if (at < 0) return undefined;
  const json = last.slice(at + MARK.length, last.lastIndexOf('}') + 1);
  return readProvenance(JSON.parse(json)) ? [] : undefined;
}

export const readsNothing: Reader = async () => {
  throw new Unchecked(message('export.check.noAnswers'));
};

/** A script trains the network again: there are no trained weights to compare. */
export const readsScript: Reader = async () => {
  throw new Unchecked(message('export.check.script'));
};
