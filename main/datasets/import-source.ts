/** Imports a published data set, or a person's own pictures, from a file or folder. */
import { type Message, message } from '../../core/messages';
import { Refusal, withMore } from '../basics/refusal';
import type { Work } from '../basics/work';
import { type FreeBytes, requireSpace } from '../disk/space';
import { storedBytes } from './describe';
import { type Container, openContainer } from './named-files/open';
import { stampOf } from './photos/containers/change-stamp';
import type { LabelOptions } from './photos/import/folder-intake';
import { importPhotos } from './photos/import/import';
import type { PhotoSet } from './photos/import/photo-set';
import { publish } from './publish';
import { lookalike } from './sources/known-names';
import type { DatasetSource } from './sources/source';
import type { OwnImport } from './store-options';

export interface ImportSourceOptions {
  /** Default: the path. */
  origin?: string;
  freeBytes: FreeBytes;
}

/**
 * @returns the id of a data set with the same images, if there is one
 * @throws Refusal naming what was expected and found; nothing is left behind
 */
export async function importSource(
  root: string,
  source: DatasetSource,
  path: string,
  work: Work,
  options: ImportSourceOptions,
): Promise<string | undefined> {
  const stamp = await stampOf(path);
  if (source.photos) {
    const { id, name, valRole, describeSplits, photos } = source;
    const { origin = path, freeBytes } = options;
    const set = { id, name, valRole, describeSplits, classes: photos.folders, origin, originStamp: stamp };
    return importKnowing(root, set, path, work, freeBytes);
  }
  await requireSpace(root, storedBytes(source), source.name, options.freeBytes);
  return publish(
    root,
    source,
    async (open) => {
      const found = await source.importFrom!(path, open, work);
      work.onProgress?.({ phase: message('datasets.phase.writing'), detail: source.name });
      return options.origin ?? found;
    },
    work,
    stamp,
  );
}

export async function importOwnPhotos(
  root: string,
  { path, labels, mergeClasses, ...own }: OwnImport & { id: string; namesakes: readonly string[] },
  work: Work,
  freeBytes: FreeBytes,
): Promise<string | undefined> {
  const choice = { labels, mergeClasses };
  const set = { ...own, originStamp: await ownStamp(path, choice) };
  return importKnowing(root, set, path, work, freeBytes, choice);
}

/** Like stampOf, but another table or other columns make another data set. */
export async function ownStamp(
  path: string,
  { labels, mergeClasses }: LabelOptions,
): Promise<string | undefined> {
  const stamp = await stampOf(path);
  if (stamp === undefined || !(labels || mergeClasses)) return stamp;
  const table = labels?.path === undefined ? undefined : await stampOf(labels.path);
  return `${stamp} ${JSON.stringify({ labels, table, mergeClasses })}`;
}

/** If the import fails, the error also says what the path seems to contain. */
async function importKnowing(
  root: string,
  set: PhotoSet,
  path: string,
  work: Work,
  freeBytes: FreeBytes,
  choice: LabelOptions = {},
): Promise<string | undefined> {
  try {
    return await importPhotos(root, set, path, work, { freeBytes, ...choice });
  } catch (error) {
    work.signal?.throwIfAborted();
    throw error instanceof Refusal ? withMore(error, await whatElse(path, set.name)) : error;
  }
}

/** Unpacked bytes: enough to see what an archive is. */
const LOOKED_AT = 64 << 20;

async function whatElse(path: string, expected: string): Promise<Message | undefined> {
  let container: Container | undefined;
  try {
    const options = { wanted: new Set<string>(), enough: 1, depth: 1, maxBytes: LOOKED_AT };
    container = await openContainer(path, options);
    // Selects no file: this only collects names.
    for await (const _ of container.members);
  } catch {
    // No archive, or a larger one: the names seen so far are enough.
  }
  return lookalike(path, container?.paths ?? [], expected);
}
