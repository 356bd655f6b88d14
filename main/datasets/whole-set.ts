import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

/** One of several files of a published data set. */
const PIECE =
  /^((train|t10k)-(images|labels)[-.]idx[13]-ubyte(\.gz)?|(data_batch_\d|test_batch|train|test)\.bin)$/;

/** The folder of such a file; other paths as they are. */
export async function wholeOf(path: string): Promise<string> {
  if (!PIECE.test(basename(path))) return path;
  return (await stat(path).catch(() => undefined))?.isFile() ? dirname(path) : path;
}
