/** All images of a data set, with only a few in memory. */
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from '../../../core/contract/report';
import { openKept } from '../photos/formats/sharp';
import { readRows } from '../photos/stored/files';
import {
  type DatasetManifest,
  imageBytes,
  imagesFile,
  labelsFile,
  type SplitName,
  splitOf,
} from '../storage/store';

export interface SeenImage {
  place: Place;
  /** height x width x channels bytes, valid until the next image. Absent if it no longer decodes. */
  pixels?: Uint8Array;
  shape: readonly [height: number, width: number, channels: number];
}

const SPLITS: readonly SplitName[] = ['train', 'val', 'test'];
/** Bytes read at once. */
const CHUNK = 4e6;
/** Photographs decoded ahead. */
const AHEAD = 2;

/** In the order train, val, test. */
export async function* imagesOf(
  folder: string,
  manifest: DatasetManifest,
): AsyncGenerator<SeenImage, void, undefined> {
  for (const split of SPLITS) {
    if (splitOf(manifest, split).count === 0) continue;
    yield* manifest.storage === 'files' ? photosOf(folder, split) : rawImagesOf(folder, manifest, split);
  }
}

async function* rawImagesOf(folder: string, manifest: DatasetManifest, split: SplitName) {
  const { count } = splitOf(manifest, split);
  const labels = await readFile(labelsFile(folder, split));
  const size = imageBytes(manifest.imageShape);
  const perChunk = Math.max(1, Math.floor(CHUNK / size));
  const chunk = Buffer.alloc(perChunk * size);
  await using file = await open(imagesFile(folder, split), 'r');
  for (let first = 0; first < count; first += perChunk) {
    const images = Math.min(perChunk, count - first);
    await file.read(chunk, 0, images * size, first * size);
    for (let i = 0; i < images; i++) {
      const index = first + i;
      yield {
        place: { split, index, label: labels.readInt32LE(index * 4) },
        pixels: chunk.subarray(i * size, (i + 1) * size),
        shape: manifest.imageShape,
      };
    }
  }
}

async function* photosOf(folder: string, split: SplitName): AsyncGenerator<SeenImage, void, undefined> {
  const rows = await readRows(folder, split);
  const load = async (index: number): Promise<SeenImage> => {
    const { path, label, height, width, name } = rows[index]!;
    const place = { split, index, label, name };
    try {
      const { data, info } = await decode(await readFile(join(folder, path)));
      return { place, pixels: data, shape: [info.height, info.width, info.channels] };
    } catch {
      // Training reports the error; the report continues without the image.
      return { place, shape: [height, width, 3] };
    }
  };
  const coming: Promise<SeenImage>[] = [];
  for (let index = 0; index < rows.length; index++) {
    while (coming.length < AHEAD && index + coming.length < rows.length) {
      coming.push(load(index + coming.length));
    }
    yield await coming.shift()!;
  }
}

/** As in training: without rotation, RGB. */
const decode = (bytes: Buffer) =>
  openKept(bytes)
    .flatten({ background: '#ffffff' })
    .toColorspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
