/** Pictures of every kind that an import takes, and how a run decodes them. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { Preprocessing } from '../../../core/study/data';
import type { FileSplit } from '../../../main/compiler/types';
import { preparePhoto } from '../../../main/datasets/photos/formats/prepare';
import { decodePhotos } from '../../../main/training/images/decode-photos';
import { testEngine } from '../../support/engine';
import { random } from './support';

type Channels = 1 | 2 | 3 | 4;

/** @param channels gray, gray and alpha, RGB, RGB and alpha */
export function noisyPicture(
  next: () => number,
  channels: Channels,
  [width, height]: readonly [number, number] = [60, 50],
): Sharp {
  const pixels = Buffer.from(Array.from({ length: width * height * channels }, () => 256 * next()));
  return sharp(pixels, { raw: { width, height, channels } });
}

/** Opaque and upright. */
const plain: Readonly<Record<string, (draw: (channels: Channels) => Sharp) => Sharp>> = {
  'gray.png': (draw) => draw(1).toColorspace('b-w').png(),
  'gray-16.png': (draw) => draw(1).toColorspace('grey16').png(),
  'gray.jpg': (draw) => draw(1).toColorspace('b-w').jpeg({ quality: 100 }),
  'palette.png': (draw) => draw(3).png({ palette: true }),
  'rgb-16.png': (draw) => draw(3).toColorspace('rgb16').png(),
  'rgb.jpg': (draw) => draw(3).jpeg({ quality: 100 }),
};

/** Transparent in part, turned, or in inks. */
const odd: typeof plain = {
  'cmyk.jpg': (draw) => draw(3).toColorspace('cmyk').jpeg({ quality: 100 }),
  'gray-alpha.png': (draw) => draw(2).toColorspace('b-w').png(),
  'rgb-alpha.png': (draw) => draw(4).png(),
  'turned.jpg': (draw) => draw(3).jpeg({ quality: 100 }).withMetadata({ orientation: 8 }),
  'turned-alpha.webp': (draw) => draw(4).webp({ lossless: true }).withMetadata({ orientation: 6 }),
};

const KINDS = { plain, odd, all: { ...plain, ...odd } };

/** @returns the files, in the natural order of their names, in which an import takes them */
export async function drawPictures(folder: string, kinds: keyof typeof KINDS): Promise<string[]> {
  const next = random(3);
  const files: string[] = [];
  for (const [name, draw] of Object.entries(KINDS[kinds])) {
    const file = join(folder, name);
    await draw((channels) => noisyPicture(next, channels)).toFile(file);
    files.push(file);
  }
  if (kinds === 'plain') return files;
  const bitmap = join(folder, 'alpha.bmp');
  writeFileSync(bitmap, bitmapWithAlpha(next));
  return [bitmap, ...files];
}

/** 32 bits with a mask for alpha, in the header of Windows 4. */
function bitmapWithAlpha(next: () => number, width = 60, height = 50): Buffer {
  const pixels = Buffer.from(Array.from({ length: width * height * 4 }, () => 256 * next()));
  const header = Buffer.alloc(14 + 108);
  header.write('BM');
  header.writeUInt32LE(header.length + pixels.length, 2);
  header.writeUInt32LE(header.length, 10);
  for (const [at, value] of [
    [14, 108],
    [18, width],
    [22, height],
    [30, 3],
    [34, pixels.length],
    [54, 0xff0000],
    [58, 0xff00],
    [62, 0xff],
    [66, 0xff000000],
  ] as const) {
    header.writeUInt32LE(value, at);
  }
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(32, 28);
  return Buffer.concat([header, pixels]);
}

/** As a run that reads photographs more than once. @returns the file of the pixels, in a folder of its own */
export async function decoded(
  split: FileSplit,
  folder: string,
  { imageShape, preprocessing }: Wanted,
): Promise<string> {
  const file = join(mkdtempSync(join(folder, 'decoded')), 'images.u8');
  await decodePhotos(split, file, {
    engine: await testEngine(),
    imageShape,
    preprocessing,
    stopRequested: () => false,
    onProgress: () => undefined,
  });
  return file;
}

interface Wanted {
  imageShape: readonly number[];
  preprocessing: Preprocessing;
}

/** The pixels that training has of pictures, one behind the other. */
export async function pixelsInTraining(
  files: readonly string[],
  folder: string,
  wanted: Wanted,
): Promise<Uint8Array> {
  const kept = mkdtempSync(join(folder, 'kept'));
  const paths: string[] = [];
  for (const file of files) {
    const photo = await preparePhoto(readFileSync(file), basename(file), 1e6);
    if (photo.state === 'dropped') throw new Error(`${file} is not kept.`);
    paths.push(join(kept, `${paths.length}.${photo.extension}`));
    writeFileSync(paths.at(-1) as string, photo.bytes);
  }
  const split = {
    kind: 'files' as const,
    pathsFile: join(kept, 'paths.txt'),
    labelsFile: join(kept, 'labels.i32'),
    count: files.length,
  };
  writeFileSync(split.pathsFile, `${paths.join('\n')}\n`);
  writeFileSync(split.labelsFile, new Uint8Array(4 * files.length));
  return readFileSync(await decoded(split, folder, wanted));
}

/** The largest difference in each of several pictures. @param size values of one */
export function largestDifferences(a: Uint8Array, b: Uint8Array, size: number): number[] {
  const found = new Array<number>(a.length / size).fill(0);
  a.forEach((level, i) => {
    const picture = Math.floor(i / size);
    found[picture] = Math.max(found[picture] as number, Math.abs(level - (b[i] as number)));
  });
  return found;
}
