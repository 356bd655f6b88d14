/** Files of a photograph set, see store.ts. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MessageOrText } from '../../../../core/messages';
import { int32, readInt32 } from '../../storage/raw-files';
import {
  LISTED_FILE,
  labelsFile,
  MANIFEST_FILE,
  namesFile,
  pathsFile,
  type SplitName,
  sizesFile,
} from '../../storage/store';

/** Files per folder that file managers and file systems can handle. */
const PER_FOLDER = 1000;

/** Relative to the data set's folder. */
export function imagePath(number: number, extension: 'jpg' | 'png'): string {
  return `${imageFolder(number)}/${number}.${extension}`;
}
export const imageFolder = (number: number): string =>
  `images/${String(Math.floor(number / PER_FOLDER)).padStart(3, '0')}`;

export interface PhotoRow {
  path: string;
  label: number;
  height: number;
  width: number;
  name: string;
}

/** A line of LISTED_FILE. */
export interface ListedFile {
  file: string;
  state: 'dropped' | 'odd';
  reason: MessageOrText;
  /** Number of files; default: 1. */
  count?: number;
}

export async function writeSplit(folder: string, split: SplitName, rows: readonly PhotoRow[]): Promise<void> {
  const lines = (of: (row: PhotoRow) => string) => rows.map((row) => `${of(row)}\n`).join('');
  await writeDurably(
    pathsFile(folder, split),
    lines(({ path }) => path),
  );
  await writeDurably(
    namesFile(folder, split),
    lines(({ name }) => JSON.stringify(name)),
  );
  await writeDurably(labelsFile(folder, split), int32(rows.map(({ label }) => label)));
  const sizes = rows.flatMap(({ height, width }) => [height, width]);
  await writeDurably(sizesFile(folder, split), int32(sizes));
}

export async function writeListed(folder: string, files: readonly ListedFile[]): Promise<void> {
  await writeDurably(join(folder, LISTED_FILE), files.map((file) => `${JSON.stringify(file)}\n`).join(''));
}

export async function writeManifestFile(folder: string, manifest: unknown): Promise<void> {
  await writeDurably(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Empty without such a list. */
export async function readListed(folder: string): Promise<ListedFile[]> {
  const lines = await readLines(join(folder, LISTED_FILE)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return lines.map((line) => JSON.parse(line) as ListedFile);
}

export async function readRows(folder: string, split: SplitName): Promise<PhotoRow[]> {
  const [paths, names, labels, sizes] = await Promise.all([
    readLines(pathsFile(folder, split)),
    readLines(namesFile(folder, split)),
    readInt32(labelsFile(folder, split)),
    readInt32(sizesFile(folder, split)),
  ]);
  return paths.map((path, n) => ({
    path,
    name: JSON.parse(names[n]!) as string,
    label: labels[n]!,
    height: sizes[n * 2]!,
    width: sizes[n * 2 + 1]!,
  }));
}

async function readLines(file: string): Promise<string[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  lines.pop();
  return lines;
}

const writeDurably = (path: string, content: string | Uint8Array): Promise<void> =>
  writeFile(path, content, { flag: 'wx', flush: true });
