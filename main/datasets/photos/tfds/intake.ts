/**
 * Pictures out of the TFRecord shards of a TensorFlow Datasets folder. A record whose data are damaged is dropped and
 * named; a shard that ends too early, or whose lengths are damaged, is refused: what is behind cannot be found, and how
 * much that is nobody would notice.
 */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Refusal } from '../../../refusal';
import { grouped } from '../../words';
import { defaultLimits, type LeftOut } from '../collection';
import type { IncomingPhoto, PhotoIntake } from '../intake';
import { type FolderSplit, splitOfName } from '../layout';
import { shortened, showable } from '../names';
import { parseExample } from './example';
import { readTfdsFolder, type TfdsFolder, tfdsFolders } from './info';
import { BrokenShard, readRecords } from './record';

export interface OpenedTfds extends PhotoIntake {
  set: TfdsFolder;
  /** Records of each split. */
  counts: Record<FolderSplit, number>;
}

/**
 * @returns undefined where there is no such folder at this path
 * @throws Refusal for several of them, and for one that does not hold one picture and one class a record
 */
export async function openTfds(path: string, signal?: AbortSignal): Promise<OpenedTfds | undefined> {
  const folders = await tfdsFolders(path);
  if (folders.length === 0) return undefined;
  if (folders.length > 1) {
    throw new Refusal(
      `One version of a set of TensorFlow Datasets is imported at a time. ` +
        `Received: ${path}, with ${folders.slice(0, 5).join(', ')}${folders.length > 5 ? ' and more' : ''}`,
    );
  }
  const set = await readTfdsFolder(folders[0]!);
  const leftOut: LeftOut[] = [];
  const counts = { train: 0, validation: 0, test: 0 };
  const shards: { path: string; records: number; split: FolderSplit }[] = [];
  let bytes = 0;
  for (const { name, shards: files } of set.splits) {
    const split = splitOfName(name);
    const records = files.reduce((sum, shard) => sum + shard.records, 0);
    if (!split || shards.some((shard) => shard.split === split)) {
      const reason = 'the split is none of train, validation and test';
      leftOut.push({ file: `${name} (${grouped(records)} records)`, reason });
      continue;
    }
    counts[split] += records;
    for (const shard of files) {
      shards.push({ ...shard, split });
      bytes += (await stat(shard.path)).size;
    }
  }
  return {
    set,
    counts,
    classes: set.classes,
    total: counts.train + counts.validation + counts.test,
    bytes,
    leftOut,
    async *photos() {
      for (const shard of shards) yield* photosOf(set, shard, signal);
    },
    close: async () => {},
  };
}

async function* photosOf(
  { imageKey, labelKey, nameKey, classes }: TfdsFolder,
  { path, records, split }: { path: string; records: number; split: FolderSplit },
  signal?: AbortSignal,
): AsyncGenerator<IncomingPhoto> {
  let number = 0;
  try {
    for await (const record of readRecords(path, defaultLimits.fileBytes)) {
      signal?.throwIfAborted();
      const place = `${basename(path)}, record ${number++}`;
      const failed = (reason: string): IncomingPhoto => ({
        split,
        className: classes[0]!,
        name: place,
        content: { failed: reason },
      });
      if (!record) {
        yield failed('its data do not have their checksum');
        continue;
      }
      let features: ReturnType<typeof parseExample>;
      try {
        features = parseExample(record);
      } catch {
        yield failed('it is no tf.train.Example');
        continue;
      }
      const image = features.get(imageKey)?.bytes[0];
      const label = features.get(labelKey)?.integers[0];
      const className = label === undefined ? undefined : classes[label];
      if (!image) yield failed(`it has no "${shortened(imageKey)}"`);
      else if (label === undefined) yield failed('it has no label');
      else if (className === undefined) yield failed(`its label ${label} is of no class`);
      else {
        const named = nameKey && features.get(nameKey)?.bytes[0];
        const name = named ? namedIn(className, Buffer.from(named).toString()) : place;
        yield { split, className, name, derived: true, content: Buffer.from(image) };
      }
    }
  } catch (error) {
    if (!(error instanceof BrokenShard)) throw error;
    throw new Refusal(`A shard must be whole. Received: ${path}, ${error.message} of ${records}`);
  }
  if (number !== records) {
    throw new Refusal(`${path} must have ${grouped(records)} records. Received: ${grouped(number)}`);
  }
}

/** Bare names of files are often the same in several classes. */
function namedIn(className: string, file: string): string {
  const name = showable(file).slice(0, 200);
  return name.includes('/') ? name : `${className}/${name}`;
}
