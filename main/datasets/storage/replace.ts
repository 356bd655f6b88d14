/** Whether imported images replace a data set or are there already. */
import { join } from 'node:path';
import { type Message, message } from '../../../core/messages';
import { refuse } from '../../basics/refusal';
import type { Work } from '../../basics/work';
import { writeJson } from '../../disk/atomic';
import { digestOfFolder } from './digest';
import { currentUses, userMessage } from './in-use';
import { type DatasetManifest, MANIFEST_FILE, readStored } from './store';

/**
 * Keeps a data set with the same images as it is, since others may be reading it. Compares with the files on disk, so that
 * importing again repairs damaged ones.
 * @param ids the data set to be replaced, then others that may hold the same images
 * @param folder the new data set
 * @returns the id of the data set with the same images, if there is one
 * @throws Refusal if a training is using the images to be replaced
 */
export async function sameAs(
  root: string,
  ids: readonly [string, ...string[]],
  folder: string,
  work: Work,
): Promise<string | undefined> {
  const made = await readStored(folder);
  if (made.state === 'ready') {
    for (const id of ids) {
      const former = await readStored(join(root, id));
      if (former.state !== 'ready' || !(await isSame(join(root, id), former.manifest, made.manifest, work)))
        continue;
      await keep(join(root, id), former.manifest, made.manifest);
      return id;
    }
  }
  const former = await readStored(join(root, ids[0]));
  if (former.state !== 'absent') {
    const name = former.manifest?.name ?? ids[0];
    await requireUnused(root, { id: ids[0], name }, message('datasets.cannotReplace'));
  }
  return undefined;
}

async function isSame(
  folder: string,
  before: DatasetManifest,
  { digest }: DatasetManifest,
  { signal, onProgress }: Work,
): Promise<boolean> {
  if (before.digest !== undefined && before.digest !== digest) return false;
  const onFraction = (fraction: number) =>
    onProgress?.({ phase: message('datasets.phase.comparing'), detail: before.name, fraction });
  // Unreadable files are not the same.
  const onDisk = await digestOfFolder(folder, before, { signal, onFraction }).catch(() => undefined);
  signal?.throwIfAborted();
  return onDisk === digest;
}

/** So that the import is recognized next time. Does nothing for a read-only folder. */
async function keep(
  folder: string,
  before: DatasetManifest,
  { digest, originStamp }: DatasetManifest,
): Promise<void> {
  const after = { ...before, digest, ...(originStamp === undefined ? {} : { originStamp }) };
  await writeJson(join(folder, MANIFEST_FILE), after).catch(() => undefined);
}

/** @throws Refusal if a process is training on the data set. */
export async function requireUnused(
  root: string,
  { id, name }: { id: string; name: string },
  what: Message,
): Promise<void> {
  const [use] = await currentUses(root, id);
  if (!use) return;
  refuse('datasets.inUse', { name, by: userMessage(use), what });
}
