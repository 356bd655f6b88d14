/**
 * Pictures in the TFRecord shards of a TensorFlow Datasets set. A record with damaged data is dropped and listed; a shard
 * that ends early or has damaged lengths is refused, since an unknown number of records would be missing.
 */
import { listOf, type Message, message, messageFrom } from '../../../../core/messages';
import { BrokenContainer } from '../../../archives/broken';
import { shortened, showable } from '../../../archives/names';
import { Refusal, refuse } from '../../../basics/refusal';
import type { IncomingPhoto, PhotoIntake } from '../layout/intake';
import { some } from '../layout/parts';
import { type FolderSplit, splitOfName } from '../layout/split-names';
import { defaultLimits, type LeftOut, type Listing, type PhotoCollection } from '../members/collection';
import { parseExample } from './example';
import { filesInArchive, filesInFolder, type TfdsFiles, tfdsFolders, tfdsPlaces } from './files';
import { readTfdsSet, type TfdsSet } from './info';
import { readRecords } from './record';

export interface OpenedTfds extends PhotoIntake {
  set: TfdsSet;
  counts: Record<FolderSplit, number>;
}

/**
 * @returns undefined if there is no such set at the path
 * @throws Refusal for several sets, or unless each record has one picture and one class
 */
export async function openTfdsFolder(path: string, signal?: AbortSignal): Promise<OpenedTfds | undefined> {
  const folders = await tfdsFolders(path);
  if (folders.length === 0) return undefined;
  return openTfds(await filesInFolder(single(folders, path)), async () => {}, signal);
}

/** Like openTfdsFolder. Closing it closes the collection, which must allow files of any size. */
export async function openTfdsArchive(
  collection: PhotoCollection,
  { members }: Listing,
  path: string,
  signal?: AbortSignal,
): Promise<OpenedTfds> {
  const files = filesInArchive(collection, members, path, single(tfdsPlaces(members), path));
  return openTfds(files, () => collection.close(), signal);
}

function single(places: readonly string[], path: string): string {
  if (places.length === 1) return places[0]!;
  refuse('datasets.tfds.severalVersions', { path, places: some(places, 5) });
}

async function openTfds(
  files: TfdsFiles,
  close: () => Promise<void>,
  signal?: AbortSignal,
): Promise<OpenedTfds> {
  const set = await readTfdsSet(files);
  const leftOut: LeftOut[] = [];
  const counts = { train: 0, validation: 0, test: 0 };
  const shards = new Map<string, Shard>();
  const taken = new Set<FolderSplit>();
  let bytes = 0;
  for (const { name, shards: all } of set.splits) {
    const split = splitOfName(name);
    const records = all.reduce((sum, shard) => sum + shard.records, 0);
    if (!split || taken.has(split)) {
      const reason = message('datasets.tfds.otherSplit', { count: records });
      leftOut.push({ file: name, reason });
      continue;
    }
    taken.add(split);
    counts[split] += records;
    for (const shard of all) {
      shards.set(shard.file, { ...shard, split });
      bytes += await files.bytesOf(shard.file);
    }
  }
  if (counts.train === 0) {
    const found = set.splits.map(({ name }) => shortened(name, 40));
    throw new Refusal(
      found.length > 0
        ? message('datasets.tfds.noTrain', { path: files.where, found: listOf(found) })
        : message('datasets.tfds.noSplits', { path: files.where }),
    );
  }
  return {
    set,
    counts,
    classes: set.classes,
    total: counts.train + counts.validation + counts.test,
    bytes,
    leftOut,
    async *photos() {
      for await (const { name, content } of files.contents([...shards.keys()])) {
        yield* photosOf(set, shards.get(name)!, content, signal);
      }
    },
    close,
  };
}

interface Shard {
  file: string;
  records: number;
  split: FolderSplit;
}

async function* photosOf(
  { imageKey, labelKey, nameKey, classes, files }: TfdsSet,
  { file, records, split }: Shard,
  content: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<IncomingPhoto> {
  let number = 0;
  try {
    for await (const record of readRecords(content, defaultLimits.fileBytes, records)) {
      signal?.throwIfAborted();
      const place = `${file}, record ${number++}`;
      const failed = (reason: Message): IncomingPhoto => ({
        split,
        className: classes[0]!,
        name: place,
        content: { failed: reason },
      });
      if (!record) {
        yield failed(message('datasets.tfds.checksum'));
        continue;
      }
      let features: ReturnType<typeof parseExample>;
      try {
        features = parseExample(record);
      } catch {
        yield failed(message('datasets.tfds.notExample'));
        continue;
      }
      const image = features.get(imageKey)?.bytes[0];
      const label = features.get(labelKey)?.integers[0];
      const className = label === undefined ? undefined : classes[label];
      if (!image) yield failed(message('datasets.tfds.noFeature', { feature: shortened(imageKey) }));
      else if (label === undefined) yield failed(message('datasets.tfds.noLabel'));
      else if (className === undefined) yield failed(message('datasets.tfds.badLabel', { label }));
      else {
        const named = nameKey && features.get(nameKey)?.bytes[0];
        const name = named ? namedIn(className, Buffer.from(named).toString()) : place;
        yield { split, className, name, derived: true, content: Buffer.from(image) };
      }
    }
  } catch (error) {
    if (!(error instanceof BrokenContainer)) throw error;
    refuse('datasets.tfds.damagedShard', { file, path: files.where, reason: messageFrom(error.said) });
  }
  if (number !== records) {
    refuse('datasets.tfds.recordCount', {
      file,
      path: files.where,
      count: records,
      found: number,
    });
  }
}

/** Bare file names often repeat between classes. */
function namedIn(className: string, file: string): string {
  const name = showable(file).slice(0, 200);
  return name.includes('/') ? name : `${className}/${name}`;
}
