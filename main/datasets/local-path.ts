import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** Expands `~`, which people type into the window. */
export function absolute(path: string): string {
  return resolve(path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path);
}

/** One of several files of a published data set. */
const PIECE =
  /^((train|t10k)-(images|labels)[-.]idx[13]-ubyte(\.gz)?|(data_batch_\d|test_batch|train|test)\.bin)$/;

/** The folder of such a file; other paths as they are. */
export async function wholeOf(path: string): Promise<string> {
  if (!PIECE.test(basename(path))) return path;
  return (await stat(path).catch(() => undefined))?.isFile() ? dirname(path) : path;
}
