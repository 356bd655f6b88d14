/** Picture files for the input pipeline: found, prepared as an import prepares them, and listed. */
import { readdir, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { codeOf } from '../../core/basics/errors';
import { naturalOrder } from '../../core/basics/natural-order';
import { isPicturePath, type Picture } from '../../core/contract/predict';
import { sizeMessage } from '../../core/format/bytes';
import { type Message, message, messageFrom } from '../../core/messages';
import { absolute } from '../basics/absolute-path';
import { Pool } from '../basics/pool';
import { Refusal, saidBy } from '../basics/refusal';
import type { FileSplit } from '../compiler/types';
import { preparePhoto } from '../datasets/photos/formats/prepare';
import { defaultLimits } from '../datasets/photos/members/collection';
import { openRegular } from '../disk/regular-file';
import { inWords } from '../disk/trouble';
import type { Running } from './run-network';

export interface FoundPictures {
  pictures: Picture[];
  /** Number found in total, if `pictures` is cut. */
  total: number;
  /** The pictures without a problem, in this order. */
  sound: readonly number[];
  source: FileSplit;
}

/** Bytes of files that are prepared at once. */
const UNDER_WAY = 256e6;

/**
 * @param folder of the caller, for what must be written.
 * @param classes names that make a folder's name the label of the pictures in it.
 * @param most pictures; the first ones are taken.
 */
export async function findPictures(
  paths: readonly string[],
  folder: string,
  { classes, most, signal, progress }: Running & { classes: ReadonlySet<string>; most: number },
): Promise<FoundPictures> {
  const all: Picture[] = [];
  for (const path of paths) all.push(...(await picturesAt(path)));
  const pictures = all.slice(0, most);
  const files = new Map<number, string>();
  const pool = new Pool(availableParallelism(), UNDER_WAY);
  let done = 0;
  try {
    for (const [index, picture] of pictures.entries()) {
      signal?.throwIfAborted();
      const parent = basename(dirname(absolute(picture.path as string)));
      if (classes.has(parent)) picture.label = parent;
      if (picture.problem) continue;
      await pool.add(0, async () => {
        try {
          files.set(index, await prepared(picture.path as string, join(folder, `${index}`)));
        } catch (error) {
          picture.problem = problemOf(error, picture.path as string);
        }
        progress?.(++done);
      });
    }
    await pool.drain();
  } finally {
    await pool.settle();
  }
  const sound = [...files.keys()].sort((a, b) => a - b);
  const pathsFile = join(folder, 'paths.txt');
  const labelsFile = join(folder, 'labels.i32');
  await writeFile(pathsFile, sound.map((index) => `${files.get(index)}\n`).join(''));
  await writeFile(labelsFile, new Uint8Array(sound.length * 4));
  return {
    pictures,
    total: all.length,
    sound,
    source: { kind: 'files', pathsFile, labelsFile, count: sound.length },
  };
}

function problemOf(error: unknown, path: string): Message {
  if (codeOf(error) === 'ENOENT') return message('predict.gone');
  return messageFrom(saidBy(inWords(error, { what: message('predict.what.read'), where: path })));
}

/** A file that is named is always tried; of a folder, those that are called like pictures. */
async function picturesAt(path: string): Promise<Picture[]> {
  const place = absolute(path);
  const isFolder = await stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [{ name: basename(path), path }];
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name).slice(place.length + 1))
    .filter(isPicturePath)
    .sort(naturalOrder);
  if (names.length === 0) return [{ name: basename(path), path, problem: message('predict.noPictures') }];
  return names.map((name) => ({ name, path: join(path, name) }));
}

/** @returns the file for the input pipeline: the picture's own, or a copy that training could read. */
async function prepared(path: string, copy: string): Promise<string> {
  const place = absolute(path);
  await using file = await openRegular(place);
  const { size } = await file.stat();
  if (size > defaultLimits.fileBytes) {
    throw new Refusal(message('predict.tooLarge', { most: sizeMessage(defaultLimits.fileBytes) }));
  }
  const bytes = await file.readFile();
  const photo = await preparePhoto(bytes, place, defaultLimits.pixels);
  if (photo.state === 'dropped') throw new Refusal(photo.reason);
  // A list of paths has one per line.
  if (photo.bytes === bytes && !/[\r\n]/.test(place)) return place;
  const written = `${copy}.${photo.extension}`;
  await writeFile(written, photo.bytes);
  return written;
}
