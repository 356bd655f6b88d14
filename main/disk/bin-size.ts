/** How much space emptying the bin would free. Never fails. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sizeMessage } from '../../core/format/bytes';
import { type Message, message } from '../../core/messages';
import { binRoot } from '../basics/paths';
import { parseJson } from './json';

/** Bytes that emptying the bin would free on the disk of `where`. */
export function binnedBytes(where: string, root = binRoot()): number {
  try {
    if (deviceOf(where) !== deviceOf(root)) return 0;
    return readdirSync(root).reduce((sum, name) => sum + bytesIn(join(root, name, 'entry.json')), 0);
  } catch {
    return 0;
  }
}

/** "Emptying the bin frees 1.2 GB." if it would help. */
export function binAdvice(where: string, root = binRoot()): Message | undefined {
  const bytes = binnedBytes(where, root);
  return bytes === 0 ? undefined : message('disk.emptyBin', { size: sizeMessage(bytes) });
}

function bytesIn(entry: string): number {
  try {
    const { bytes } = Object(parseJson(readFileSync(entry, 'utf8'))) as { bytes?: unknown };
    return typeof bytes === 'number' && Number.isFinite(bytes) ? bytes : 0;
  } catch {
    return 0;
  }
}

/** Device of the nearest existing folder. */
function deviceOf(path: string): number {
  for (let folder = path; ; folder = dirname(folder)) {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (found) return found.dev;
    if (folder === dirname(folder)) return -1;
  }
}
