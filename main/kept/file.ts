/** One concern on the disk: a JSON file that is written whole; one that is damaged is set aside, never thrown away. */

import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { codeOf } from '../../core/basics/errors';
import { Refusal } from '../basics/refusal';
import { syncFolder, writeJson } from '../disk/atomic';
import { parseJson } from '../disk/json';
import { readText } from '../disk/regular-file';

/** Bytes that a file may have. */
export const MOST_BYTES = 4 * 1024 * 1024;

/** Loose, so that what a newer version adds stays. */
const fileSchema = z.looseObject({
  format: z.literal('skipwire.kept'),
  version: z.number(),
  values: z.record(z.string(), z.json()),
});
export type KeptFile = z.infer<typeof fileSchema>;

const empty: KeptFile = { format: 'skipwire.kept', version: 1, values: {} };

export interface ReadFile {
  file: KeptFile;
  /** Where a damaged one is now. */
  setAside?: string;
}

/** @throws the system's error when the file is there and cannot be read. */
export async function readKept(path: string, now: Date): Promise<ReadFile> {
  try {
    const text = await readText(path, MOST_BYTES);
    const { data } = fileSchema.safeParse(parseJson(text));
    if (data) return { file: data };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { file: empty };
    // No regular file, or one that is far too large, is damaged as well.
    if (!(error instanceof Refusal)) throw error;
  }
  const setAside = `${path}.damaged-${now.toISOString().replaceAll(/[:.]/g, '-')}`;
  await rename(path, setAside);
  await syncFolder(dirname(path));
  return { file: empty, setAside };
}

export async function writeKept(path: string, file: KeptFile, values: KeptFile['values']): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeJson(path, { ...file, values });
}
