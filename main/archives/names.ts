/** Decodes names in archives, often of an unknown encoding, cleans them and refuses unsafe ones. */
import { getFileNameLowLevel } from 'yauzl';
import { type Message, message } from '../../core/messages';
import { refuse } from '../basics/refusal';

const PATH_CHARACTERS = 1024;
const PATH_PARTS = 32;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const shiftJis = new TextDecoder('shift_jis', { fatal: true });

/** UTF-8 if valid, Shift-JIS if it looks Japanese, else code page 437 of the first PCs. */
export function decodeName(bytes: Buffer): string {
  return (
    decoded(utf8, bytes) ??
    japanese(decoded(shiftJis, bytes)) ??
    // Without the flag for UTF-8, yauzl decodes code page 437.
    getFileNameLowLevel(0, bytes, [], true)
  );
}

function decoded(decoder: TextDecoder, bytes: Buffer): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Any two bytes above 127 may be a rare Shift-JIS character; names consist of kana and common ones. */
function japanese(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const kana = /[\u3041-\u3096\u30a1-\u30fa]/u.test(name);
  const strange = /[\uff61-\uff9f\ue000-\uf8ff]/u.test(name);
  return kana || (/[\u4e00-\u9fff]/u.test(name) && !strange) ? name : undefined;
}

/** Control characters and direction marks, which hide or reorder text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const unshowable = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

export const showable = (name: string): string => name.normalize('NFC').replace(unshowable, '\ufffd');

export function shortened(name: string, length = 120): string {
  const clean = showable(name);
  return clean.length <= length ? clean : `${clean.slice(0, length)}…`;
}

/** Splits a path in an archive. @throws Refusal if it leads out: absolute, with a drive letter, or with "..". */
export function splitPath(raw: string): string[] {
  const parts = raw.split(/[\\/]+/);
  if (/^[\\/]/.test(raw) || /^[a-z]:/i.test(raw) || parts.includes('..')) {
    refuse('datasets.archive.unsafePath', { path: JSON.stringify(shortened(raw)) });
  }
  return parts;
}

/** The path to show, in NFC; or why it is left out. */
export function cleanPath(parts: readonly string[]): { path: string[] } | { leftOut: Message } {
  const path = parts.filter((part) => part !== '' && part !== '.');
  const characters = path.reduce((sum, part) => sum + part.length + 1, 0);
  if (characters > PATH_CHARACTERS) {
    return { leftOut: message('datasets.file.longPath', { length: characters, most: PATH_CHARACTERS }) };
  }
  if (path.length > PATH_PARTS) {
    return { leftOut: message('datasets.file.deep', { depth: path.length, most: PATH_PARTS }) };
  }
  return path.length === 0 ? { leftOut: message('datasets.file.noName') } : { path: path.map(showable) };
}
