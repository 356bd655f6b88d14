/** Imports photographs: decodes each once, and keeps or re-encodes it (prepare.ts). Only a few are in memory at a time. */
import { availableParallelism } from 'node:os';
import { timeLeftMessage } from '../../../../core/format/duration';
import { listOf, message } from '../../../../core/messages';
import { Pool } from '../../../basics/pool';
import { refuse } from '../../../basics/refusal';
import { throttled } from '../../../basics/throttle';
import type { Work } from '../../../basics/work';
import { type FreeBytes, requireSpace } from '../../../disk/space';
import { sameAs } from '../../storage/replace';
import { stage } from '../../storage/staging';
import { preparePhoto } from '../formats/prepare';
import type { PhotoIntake } from '../layout/intake';
import { defaultLimits, type Limits } from '../members/collection';
import { finishPhotoSet } from './finish';
import type { LabelOptions } from './folder-intake';
import { PhotoFolderWriter } from './folder-writer';
import { openIntake } from './open-intake';
import type { PhotoSet } from './photo-set';

export interface ImportPhotosOptions extends LabelOptions {
  limits?: Partial<Limits>;
  freeBytes?: FreeBytes;
  /** Pictures decoded at once; default: number of processors. */
  threads?: number;
}

/** Bytes of pictures in progress; a larger picture goes alone. */
const UNDER_WAY = 128e6;

/**
 * @param path folder or archive of class folders, of split folders with class folders, or of a TensorFlow Datasets set
 * @returns the id of a data set with the same pictures, if there is one
 * @throws Refusal naming what was expected and found; nothing is left behind
 */
export async function importPhotos(
  root: string,
  set: PhotoSet,
  path: string,
  work: Work = {},
  options: ImportPhotosOptions = {},
): Promise<string | undefined> {
  work.onProgress?.({ phase: message('datasets.phase.listing'), detail: path });
  const intake = await openIntake(path, { ...options, scratch: root, signal: work.signal });
  const write = async (folder: string) => {
    const writer = new PhotoFolderWriter(folder, intake.leftOut);
    await takeIn(writer, set, intake, work, options);
    work.onProgress?.({ phase: message('datasets.phase.writing'), detail: set.name });
    await finishPhotoSet(folder, { origin: path, ...set }, intake.classes, writer);
  };
  try {
    await requireSpace(root, intake.bytes, set.name, options.freeBytes);
    return await stage(root, set.id, write, (folder) =>
      sameAs(root, [set.id, ...(set.namesakes ?? [])], folder, work),
    );
  } finally {
    await intake.close();
  }
}

async function takeIn(
  writer: PhotoFolderWriter,
  set: PhotoSet,
  intake: PhotoIntake,
  { onProgress, signal }: Work,
  { limits, threads = availableParallelism() }: ImportPhotosOptions,
): Promise<void> {
  const maxPixels = limits?.pixels ?? defaultLimits.pixels;
  const advance = progressOf(set.name, intake.total, onProgress);
  const pool = new Pool(threads, UNDER_WAY);
  const known = classIndices(set, intake.classes);
  let number = 0;
  try {
    for await (const { split, className, name, derived, content } of intake.photos()) {
      signal?.throwIfAborted();
      const place = number++;
      const label = known.get(className)!;
      const weight = 'failed' in content ? 0 : content.length;
      await pool.add(weight, async () => {
        const photo =
          'failed' in content
            ? ({ state: 'dropped', reason: content.failed } as const)
            : await preparePhoto(content, derived ? '' : name, maxPixels);
        await writer.add({ number: place, split, label, name }, photo);
        advance();
      });
    }
    await pool.drain();
  } finally {
    await pool.settle();
  }
  signal?.throwIfAborted();
}

/** @throws Refusal if the folders are not those of the set. */
function classIndices({ classes, name }: PhotoSet, found: readonly string[]): Map<string, number> {
  const expected = classes?.map(([folder]) => folder) ?? found;
  const strange =
    found.find((folder) => !expected.includes(folder)) ?? expected.find((folder) => !found.includes(folder));
  if (strange !== undefined) {
    refuse('datasets.layout.otherFolders', {
      name,
      expected: listOf(expected, 'unit'),
      found: listOf(found, 'unit'),
    });
  }
  return new Map(expected.map((folder, index) => [folder, index]));
}

/** "1,200 of 25,000 pictures, 410 per second, 58 s left" */
function progressOf(name: string, total: number, onProgress: Work['onProgress']): () => void {
  const report = throttled(onProgress);
  const begun = performance.now();
  let done = 0;
  return () => {
    done++;
    const perSecond = done / Math.max(0.001, (performance.now() - begun) / 1000);
    report({
      phase: message('datasets.phase.importing', { name }),
      fraction: total > 0 ? Math.min(1, done / total) : undefined,
      detail: message('datasets.progress.imagesSpeed', {
        done,
        total,
        speed: Math.round(perSecond),
        left: timeLeftMessage((total - done) / perSecond),
      }),
    });
  };
}
