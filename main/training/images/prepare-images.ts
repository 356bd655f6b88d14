/**
 * Prepares images for the compiler: checks the files, and decodes photographs that are used more than once into a file
 * that the graph maps. Training sees the same bytes either way.
 */

import { createHash } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { formatBytes } from '../../../core/format/bytes';
import { formatSeconds } from '../../../core/format/duration';
import { plural } from '../../../core/format/plural';
import type { Shape } from '../../../core/graph/document';
import { type Message, message } from '../../../core/messages';
import type { TrainingSettings } from '../../../core/study/settings';
import { imagesRoot } from '../../basics/paths';
import { refuse } from '../../basics/refusal';
import type { FileSplit, SplitSource } from '../../compiler/types';
import { ImageCache, PART } from '../../datasets/cache/image-cache';
import type { SelectedSplits } from '../../datasets/selection';
import { type DatasetManifest, pathsFile } from '../../datasets/storage/store';
import { withLock } from '../../disk/lock';
import { DiskTrouble, inWords } from '../../disk/trouble';
import type { Engine } from '../../engine/types';
import { decodePhotos } from './decode-photos';

/** Stopped before training began. */
export class Stopped extends Error {}

export interface PrepareOptions {
  engine: Engine;
  manifest: Pick<DatasetManifest, 'id' | 'importedAt' | 'digest'>;
  settings: Pick<TrainingSettings, 'epochs' | 'normalization' | 'preprocessing' | 'preciseBatchNorm'>;
  /** [height, width, channels]. */
  inputShape: Shape;
  stopRequested(): boolean;
  progress(phase: Message, fraction: number): void;
  log(text: string): void;
  cache?: ImageCache;
}

interface Wanted {
  name: keyof SelectedSplits;
  source: FileSplit;
  file: string;
  bytes: number;
}

/** @throws Refusal if a file is missing or too short: mapping it would crash. @throws Stopped */
export async function prepareImages(
  splits: SelectedSplits,
  options: PrepareOptions,
): Promise<SelectedSplits> {
  const all = Object.entries(splits).filter(([, source]) => source) as [keyof SelectedSplits, SplitSource][];
  for (const [, source] of all) await checkFiles(source, options.inputShape);
  const photos = all.filter((one): one is [keyof SelectedSplits, FileSplit] => one[1].kind === 'files');
  const { cache = new ImageCache({ folder: imagesRoot() }) } = options;
  const wanted = await Promise.all(
    photos.filter(([, { count }]) => count > 0).map((photo) => wantedFile(photo, cache, options)),
  );
  const missing: Wanted[] = [];
  for (const one of wanted) if (!(await cache.has(one.file, one.bytes))) missing.push(one);
  const decodes = missing.length > 0 && (await decodeIfPossible(missing, wanted, cache, options));
  const here = decodes ? wanted : wanted.filter((one) => !missing.includes(one));
  const { inputShape: imageShape } = options;
  const cached = here.map(({ name, file, source: { labelsFile, count } }) => [
    name,
    { imagesFile: file, imageShape, labelsFile, count },
  ]);
  return { ...splits, ...Object.fromEntries(cached) };
}

/** @returns whether all are decoded. Training also works without the cache. */
async function decodeIfPossible(
  missing: readonly Wanted[],
  wanted: readonly Wanted[],
  cache: ImageCache,
  options: PrepareOptions,
): Promise<boolean> {
  try {
    if (!(await shouldDecode(missing, wanted, cache, options))) return false;
    await decodeAll(missing, cache, options);
    return true;
  } catch (error) {
    const { file } = missing[0]!;
    const trouble = inWords(error, { what: message('training.what.decoded'), where: dirname(file) });
    if (!(trouble instanceof DiskTrouble) || !trouble.lasts) throw trouble;
    // Incomplete files only take space.
    if (trouble.code !== 'EROFS') for (const one of missing) await rm(one.file + PART, { force: true });
    options.log(`photographs are decoded in every epoch. ${trouble.message}`);
    return false;
  }
}

/** Not worth it for a single pass. */
async function shouldDecode(
  missing: readonly Wanted[],
  wanted: readonly Wanted[],
  cache: ImageCache,
  { settings: { epochs, normalization, preciseBatchNorm }, log }: PrepareOptions,
): Promise<boolean> {
  const passes = epochs * (preciseBatchNorm ? 2 : 1) + (normalization === 'none' ? 0 : 1);
  if (passes < 2) return false;
  let bytes = 0;
  for (const { file, bytes: whole } of missing) {
    const part = await stat(file + PART).catch(() => undefined);
    bytes += Math.max(0, whole - (part?.size ?? 0));
  }
  const reason = await cache.makeRoom(
    bytes,
    wanted.map(({ file }) => file),
  );
  if (reason === undefined) return true;
  log(
    `photographs are decoded in every epoch: there is no room to store ${formatBytes(bytes)}, because ${reason}`,
  );
  return false;
}

async function wantedFile(
  [name, source]: readonly [keyof SelectedSplits, FileSplit],
  cache: ImageCache,
  { engine, manifest, inputShape, settings }: PrepareOptions,
): Promise<Wanted> {
  const lines = (await readFile(source.pathsFile, 'utf8')).split('\n', source.count);
  const paths = createHash('sha256').update(lines.join('\n')).digest('hex');
  const { preprocessing } = settings;
  const images = await imagesKey(source.root, manifest);
  const file = cache.file([images, paths, inputShape, preprocessing, engine.version]);
  return { name, source, file, bytes: inputShape.reduce((bytes, size) => bytes * size, source.count) };
}

/** Identifies the images behind the paths. */
async function imagesKey(
  root: string | undefined,
  { id, importedAt, digest }: PrepareOptions['manifest'],
): Promise<(string | undefined)[]> {
  // A read-only data set of an older version.
  if (digest === undefined || root === undefined) return [id, importedAt, root];
  const hash = createHash('sha256');
  for (const split of ['train', 'val', 'test'] as const) {
    const list = await readFile(pathsFile(root, split)).catch(() => Buffer.alloc(0));
    hash.update(`${split} ${list.length}\n`).update(list);
  }
  return [digest, hash.digest('hex')];
}

async function decodeAll(
  missing: readonly Wanted[],
  cache: ImageCache,
  { engine, settings, inputShape, stopRequested, progress, log }: PrepareOptions,
): Promise<void> {
  const total = missing.reduce((sum, { source }) => sum + source.count, 0);
  const began = Date.now();
  let before = 0;
  for (const { source, file, bytes } of missing) {
    const abort = new AbortController();
    const watch = setInterval(() => stopRequested() && abort.abort(), 250);
    const work = async () => {
      // Another process may have decoded it in the meantime.
      if (await cache.has(file, bytes)) return true;
      return decodePhotos(source, file, {
        engine,
        imageShape: inputShape,
        preprocessing: settings.preprocessing,
        stopRequested,
        onProgress: (done, perSecond) => {
          const so = before + done;
          const phase = message('training.phase.decoding', { done: so, total, speed: Math.round(perSecond) });
          progress(phase, so / total);
        },
      });
    };
    const onWait = (pid: number) =>
      progress(message('training.phase.decodingElsewhere', { pid: String(pid) }), 0);
    try {
      if (!(await withLock(`${file}.lock`, { signal: abort.signal, onWait }, work))) throw new Stopped();
    } catch (error) {
      if (abort.signal.aborted) throw new Stopped();
      throw error;
    } finally {
      clearInterval(watch);
    }
    before += source.count;
  }
  const { files, bytes } = await cache.size();
  log(
    `decoded ${plural(total, 'photograph')} in ${formatSeconds((Date.now() - began) / 1000)}; the image cache has ${plural(files, 'file')}, ${formatBytes(bytes)}`,
  );
}

async function checkFiles(source: SplitSource, inputShape: Shape): Promise<void> {
  const files: [path: string, bytes: number][] = [[source.labelsFile, 4 * source.count]];
  if (source.kind === 'files') files.push([source.pathsFile, source.count]);
  else {
    const shape = source.imageShape ?? inputShape;
    files.push([source.imagesFile, shape.reduce((bytes, size) => bytes * size, source.count)]);
  }
  for (const [path, bytes] of files) {
    const size = await stat(path).then(
      (found) => found.size,
      () => undefined,
    );
    if (size === undefined) refuse('training.images.missing', { path });
    if (size < bytes) {
      refuse('training.images.short', { path, bytes, count: source.count, received: size });
    }
  }
}
