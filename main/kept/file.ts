/** A concern on disk: a JSON file. A damaged one is set aside, never deleted. */
import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { codeOf } from '../../core/basics/errors';
import { Refusal } from '../basics/refusal';
import { syncFolder, writeJson } from '../disk/atomic';
import { parseJson } from '../disk/json';
import { readText } from '../disk/regular-file';

/** Bytes of a file. */
export const MOST_BYTES = 4 * 1024 * 1024;

/** Loose, to keep what a newer version adds. */
const fileSchema = z.looseObject({
  format: z.literal('skipwire.kept'),
  version: z.number(),
  values: z.record(z.string(), z.json()),
});
export type KeptFile = z.infer<typeof fileSchema>;

const empty: KeptFile = { format: 'skipwire.kept', version: 1, values: {} };

export interface ReadFile {
  file: KeptFile;
  /** New path of a damaged file. */
  setAside?: string;
}

/** @throws the system's error if the file exists but cannot be read. */
export async function readKept(path: string, now: Date): Promise<ReadFile> {
  try {
    const text = await readText(path, MOST_BYTES);
    const { data } = fileSchema.safeParse(parseJson(text));
    if (data) return { file: data };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { file: empty };
    // Not a regular file, or far too large: damaged as well.
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
