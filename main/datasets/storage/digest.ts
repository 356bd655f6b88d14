/**
 * The digest of a data set: images in order (of photographs, the bytes of the kept files), labels, class names, image size
 * and splits. It does not depend on when, under what name or from what kind of container the images were imported.
 */
import { createHash, hash as hashOnce } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DatasetManifest, imagesFile, labelsFile, pathsFile, type SplitName, splitOf } from './store';

/** The part of the digest by which a run recognizes its images. */
export interface ImagesIdentity {
  digest: string;
  /** See fingerprint.ts; older versions have only this. */
  fingerprint: string;
}

/** SHA-256 sums, hexadecimal. */
export interface SplitSums {
  count: number;
  /** All pixels in order; for photographs, their files' sums (`photoSums`). */
  images: string;
  labels: string;
}

type Described = Pick<DatasetManifest, 'storage' | 'imageShape' | 'classes' | 'valRole'>;

export function datasetDigest(
  { storage, imageShape, classes, valRole }: Described,
  splits: { train: SplitSums; val: SplitSums; test?: SplitSums },
): string {
  const sums = (['train', 'val', 'test'] as const).flatMap((name) => {
    const split = splits[name];
    return split ? [[name, split.count, split.images, split.labels]] : [];
  });
  return sumOf(JSON.stringify([1, storage, imageShape, classes, valRole, sums]));
}

export const sumOf = (bytes: Uint8Array | string): string => hashOnce('sha256', bytes, 'hex');

export const photoSums = (sums: Iterable<string>): string => {
  const hash = createHash('sha256');
  for (const sum of sums) hash.update(sum);
  return hash.digest('hex');
};

export async function fileSum(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const options = { highWaterMark: 1 << 20, ...(signal ? { signal } : {}) };
  for await (const chunk of createReadStream(path, options)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

export interface ReadingOptions {
  signal?: AbortSignal;
  /** Fraction of the images that have been read. */
  onFraction?(fraction: number): void;
}

/** Reads all files. */
export async function digestOfFolder(
  folder: string,
  manifest: DatasetManifest,
  options: ReadingOptions = {},
): Promise<string> {
  const names = (['train', 'val', 'test'] as const).filter((name) => name !== 'test' || manifest.test);
  const total = names.reduce((sum, name) => sum + splitOf(manifest, name).count, 0);
  let done = 0;
  const sums = async (name: SplitName): Promise<SplitSums> => {
    const { count } = splitOf(manifest, name);
    const onRead = (read: number) => options.onFraction?.((done + read) / total);
    const images =
      manifest.storage === 'files'
        ? await photosOnDisk(folder, name, onRead, options.signal)
        : await fileSum(imagesFile(folder, name), options.signal);
    done += count;
    options.onFraction?.(total === 0 ? 1 : done / total);
    return { count, images, labels: await fileSum(labelsFile(folder, name), options.signal) };
  };
  const train = await sums('train');
  const val = await sums('val');
  return datasetDigest(manifest, { train, val, ...(manifest.test ? { test: await sums('test') } : {}) });
}

async function photosOnDisk(
  folder: string,
  split: SplitName,
  onRead: (images: number) => void,
  signal: AbortSignal | undefined,
): Promise<string> {
  const paths = (await readFile(pathsFile(folder, split), 'utf8')).split('\n').slice(0, -1);
  const sums: string[] = [];
  for (const path of paths) {
    signal?.throwIfAborted();
    sums.push(sumOf(await readFile(join(folder, path))));
    if (sums.length % 256 === 0) onRead(sums.length);
  }
  return photoSums(sums);
}
