/** Limits for model files. Files come from anywhere, so every size in them is checked before it is trusted. */
import { messageOf } from '../../core/basics/errors';
import { message } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';

/** ResNet-1001 has about 4,000. */
export const MOST_LAYERS = 50_000;
/** Bytes of a model's structure as JSON; that of ResNet-152 has 400 kB. */
export const MOST_STRUCTURE = 64 * 1024 * 1024;
/** Bytes of all weights; the largest published image classifiers have 10 GB. */
export const MOST_WEIGHTS = 12 * 1024 * 1024 * 1024;
/** Nesting depth of objects. */
export const MOST_LEVELS = 100;

interface Declared {
  file: string;
  /** The name of the item with that size, in the file. */
  what: string;
  bytes: number;
}

/** @throws Refusal where something is larger than what we take. */
export function checkSize({ file, what, bytes }: Declared, most: number): void {
  if (!(bytes >= 0 && bytes <= most)) refuse('import.refused.tooLarge', { file, what, bytes, most });
}

/** @throws Refusal where something claims more bytes than the file has. */
export function checkWithin({ file, what, bytes }: Declared, size: number): void {
  if (!(bytes >= 0 && bytes <= size)) refuse('import.refused.beyond', { file, what, bytes, size });
}

/**
 * JSON of limited depth, safe to walk recursively.
 * @throws Refusal
 */
export function parseStructure(text: string, file: string): unknown {
  checkSize({ file, what: 'JSON', bytes: text.length }, MOST_STRUCTURE);
  let level = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 0x5c) at++;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x7b || code === 0x5b) {
      level++;
      if (level > MOST_LEVELS) refuse('import.refused.tooDeep', { file, most: MOST_LEVELS });
    } else if (code === 0x7d || code === 0x5d) level--;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notRead(error, file);
  }
}

/** A library's error for an unreadable file, as a refusal. */
export const notRead = (error: unknown, file: string): Refusal =>
  error instanceof Refusal
    ? error
    : new Refusal(
        message('import.refused.notRead', {
          file,
          problem: (messageOf(error).split('\n')[0] ?? '').replace(/[.:\s]+$/, ''),
        }),
      );
