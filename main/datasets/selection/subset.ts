/**
 * Subsets of a data set as small files beside it, in the layout of the set itself (../store.ts):
 *
 *   <set>/.selections/<key>/train.images.u8, train.labels.i32, val.images.u8, ...
 *   <set>/.selections/<key>/train.files.txt      of photographs: paths, relative to the set's folder
 *
 * The hidden folder is deleted with the set. The least recently used subsets are deleted if there are more than a few.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../../core/basics/errors';
import { message } from '../../../core/messages';
import { TEMPORARY, temporaryName } from '../../disk/atomic';
import { requireSpace } from '../../disk/space';
import { inWords } from '../../disk/trouble';
import { int32, readAt } from '../storage/raw-files';
import {
  type DatasetManifest,
  imageBytes,
  imagesFile,
  labelsFile,
  pathsFile,
  type SplitName,
} from '../storage/store';
import type { Drawn } from './draw';

export const SELECTIONS = '.selections';

const KEPT = 6;
/** A subset that was used more recently may be about to be opened by another process. */
const QUIET_MS = 10 * 60 * 1000;
/** Bytes read at once. */
const CHUNK = 8 * 1024 * 1024;

/** Without `images`, only the labels differ from the data set's. */
export interface Wanted {
  name: SplitName;
  drawn: Drawn;
  images: boolean;
}

/** Equal for equal images. */
export const selectionKey = (manifest: DatasetManifest, choice: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([manifest.importedAt, manifest.origin, choice]))
    .digest('hex')
    .slice(0, 16);

/** Creates the subset if needed. @returns its folder. @throws Refusal if the disk is full. */
export async function keepSubset(
  folder: string,
  manifest: DatasetManifest,
  key: string,
  wanted: readonly Wanted[],
  now = Date.now(),
): Promise<string> {
  const root = join(folder, SELECTIONS);
  const path = join(root, key);
  if (!(await touched(path, now))) {
    const raw = manifest.storage === 'raw';
    const bytes = wanted.reduce(
      (total, { drawn, images }) =>
        total + drawn.indices.length * (4 + (images ? (raw ? imageBytes(manifest.imageShape) : 64) : 0)),
      0,
    );
    const temporary = temporaryName(path);
    try {
      await requireSpace(root, bytes, message('datasets.space.selection', { name: manifest.name }));
      await mkdir(temporary, { recursive: true });
      for (const one of wanted) await write(folder, temporary, manifest, one);
      await rename(temporary, path).catch(async (error) => {
        // Another process may have just made the same subset.
        if (!(await touched(path, now))) throw error;
      });
    } catch (error) {
      const what = message('datasets.what.selection', { name: manifest.name });
      throw inWords(error, { what, where: root, next: 'disk.next.tryAgain' });
    } finally {
      await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    }
  }
  await prune(root, key, now);
  return path;
}

async function touched(path: string, now: number): Promise<boolean> {
  try {
    await utimes(path, now / 1000, now / 1000);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function write(
  folder: string,
  target: string,
  manifest: DatasetManifest,
  { name, drawn, images }: Wanted,
): Promise<void> {
  const options = { flag: 'wx', flush: true };
  await writeFile(labelsFile(target, name), int32(drawn.labels), options);
  if (!images) return;
  if (manifest.storage === 'files') {
    const paths = (await readFile(pathsFile(folder, drawn.from), 'utf8')).split('\n');
    const chosen = [...drawn.indices].map((index) => `${paths[index]}\n`);
    await writeFile(pathsFile(target, name), chosen.join(''), options);
  } else {
    const chosen = chosenImages(
      imagesFile(folder, drawn.from),
      drawn.indices,
      imageBytes(manifest.imageShape),
    );
    await writeFile(imagesFile(target, name), chosen, options);
  }
}

/** Reads the file in one pass. */
async function* chosenImages(from: string, indices: Int32Array, bytes: number): AsyncGenerator<Buffer> {
  const block = Math.max(1, Math.floor(CHUNK / bytes)) * bytes;
  let first = 0;
  let next = 0;
  for await (const chunk of createReadStream(from, { highWaterMark: block }) as AsyncIterable<Buffer>) {
    const images: Buffer[] = [];
    // An image that crosses chunks is read separately.
    while (next < indices.length) {
      const begin = (indices[next] as number) * bytes - first;
      if (begin >= chunk.length) break;
      if (begin < 0 || begin + bytes > chunk.length) images.push(await readAt(from, first + begin, bytes));
      else images.push(chunk.subarray(begin, begin + bytes));
      next++;
    }
    if (images.length > 0) yield Buffer.concat(images);
    first += chunk.length;
    if (next === indices.length) break;
  }
}

/** A key, or a temporary folder. */
const isOurs = (name: string): boolean => /^[0-9a-f]{16}$/.test(name) || TEMPORARY.test(name);

/** Mapped files stay readable if the system lets them be deleted at all. */
async function prune(root: string, keep: string, now: number): Promise<void> {
  const found = await Promise.all(
    (await readdir(root)).filter(isOurs).map(async (name) => {
      const stats = await stat(join(root, name)).catch(() => undefined);
      return { name, used: stats?.mtimeMs ?? now };
    }),
  );
  const others = found.filter(({ name }) => name !== keep).sort((a, b) => b.used - a.used);
  for (const [place, { name, used }] of others.entries()) {
    const old = now - used > QUIET_MS;
    if (old && (place >= KEPT - 1 || TEMPORARY.test(name))) {
      await rm(join(root, name), { recursive: true, force: true }).catch(() => undefined);
    }
  }
}
