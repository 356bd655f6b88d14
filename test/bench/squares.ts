/** JPEG files of one size: photographs of cats and dogs where the test data is here, else drawn ones. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { openZip } from '../../main/archives/zip-reader';
import { openRegular } from '../../main/disk/regular-file';
import type { Engine } from '../../main/engine/types';
import { catsAndDogs } from '../support/datasets';
import { writePhotos } from './photos';

/** @param count of files; fewer photographs are repeated under other names. @returns their paths, and what they are */
export async function writeSquares(
  folder: string,
  count: number,
  side: number,
  engine: Engine,
): Promise<{ paths: string[]; note: string }> {
  const squares = join(folder, 'squares');
  mkdirSync(squares);
  const paths: string[] = [];
  const write = async (photo: Buffer): Promise<void> => {
    const path = join(squares, `${paths.length}.jpg`);
    await sharp(photo).resize(side, side, { fit: 'cover' }).jpeg({ quality: 90 }).toFile(path);
    paths.push(path);
  };
  while (paths.length < count) {
    const before = paths.length;
    for await (const photo of catsAndDogs.met ? photographs() : drawn(folder, count, engine)) {
      // Some photographs are damaged on purpose.
      await write(photo).catch(() => undefined);
      if (paths.length === count) break;
    }
    if (paths.length === before) throw new Error('None of the photographs can be decoded.');
  }
  const what = catsAndDogs.met ? 'photographs of cats and dogs' : 'drawn pictures';
  return { paths, note: `${count} JPEG files of ${side}x${side} (${what}).` };
}

async function* photographs(): AsyncGenerator<Buffer> {
  await using file = await openRegular(catsAndDogs.path);
  const zip = await openZip(file, { autoClose: false });
  for await (const entry of zip.eachEntry()) {
    if (/\.jpe?g$/i.test(entry.fileName)) yield buffer(await zip.openReadStreamPromise(entry));
  }
}

async function* drawn(folder: string, count: number, engine: Engine): AsyncGenerator<Buffer> {
  const { pathsFile } = await writePhotos(folder, count, engine);
  for (const path of new Set(readFileSync(pathsFile, 'utf8').trim().split('\n'))) yield readFileSync(path);
}
