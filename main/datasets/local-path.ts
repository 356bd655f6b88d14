/** Paths as people give them. */
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** People type `~/Downloads/...` into the window, where no shell expands it. */
export function absolute(path: string): string {
  return resolve(path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path);
}

/** One of the files that a published set consists of. */
const PIECE =
  /^((train|t10k)-(images|labels)[-.]idx[13]-ubyte(\.gz)?|(data_batch_\d|test_batch|train|test)\.bin)$/;

/** The folder, where one of several files of a set was picked. */
export async function wholeOf(path: string): Promise<string> {
  if (!PIECE.test(basename(path))) return path;
  return (await stat(path).catch(() => undefined))?.isFile() ? dirname(path) : path;
}
