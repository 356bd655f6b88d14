/** Exports that are a folder: a file in it has the provenance and the list of our other files. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { listWritten, type WrittenFile } from './files';
import { provenance, readProvenance, type TrainedNetwork } from './trained-network';

export const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Where an export came from, in its folder or archive. */
export const PROVENANCE = 'skipwire.json';

/** @param name of the file to write, after all others. */
export async function writeProvenance(
  network: TrainedNetwork,
  path: string,
  name: string = PROVENANCE,
): Promise<void> {
  const files = await listWritten(path);
  await writeFile(join(path, name), json({ ...provenance(network), files }));
}

/** The files of our export at `path`, including what Python compiled from them; undefined if there is none. */
export async function writtenFolder(path: string): Promise<readonly WrittenFile[] | undefined> {
  const found = readProvenance(JSON.parse(await readFile(join(path, PROVENANCE), 'utf8')));
  if (!found?.files) return undefined;
  return [...found.files, ...(await compiledFrom(path, found.files)), { path: PROVENANCE }];
}

const CACHE = '__pycache__';

async function compiledFrom(path: string, files: readonly WrittenFile[]): Promise<WrittenFile[]> {
  const modules = new Set(
    files.filter((file) => file.path.endsWith('.py')).map((file) => basename(file.path, '.py')),
  );
  const cached = await readdir(join(path, CACHE)).catch(() => []);
  return cached
    .filter((file) => file.endsWith('.pyc') && modules.has(file.split('.')[0] as string))
    .map((file) => ({ path: `${CACHE}/${file}` }));
}
