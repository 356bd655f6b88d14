/** Whether images that were just imported are there already, or take the place of others. */

import { join } from 'node:path';
import { type Message, message } from '../../core/messages';
import { refuse } from '../basics/refusal';
import type { Work } from '../basics/work';
import { writeJson } from '../disk/atomic';
import { digestOfFolder } from './digest';
import { currentUses, userMessage } from './in-use';
import { type DatasetManifest, MANIFEST_FILE, readStored } from './store';

/**
 * The same images change nothing: what is there stays, files and all, as others may be reading it. They are compared with
 * the files on the disk, so that importing a set again still repairs one whose files were damaged.
 * @param ids the set whose place is to be taken, then others that may hold the same.
 * @param folder whole data set that was just written.
 * @returns the one that holds the same; undefined where the place is to be taken.
 * @throws Refusal where something is being trained on what is there.
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
  // Files that cannot be read are not the same.
  const onDisk = await digestOfFolder(folder, before, { signal, onFraction }).catch(() => undefined);
  signal?.throwIfAborted();
  return onDisk === digest;
}

/** Only by what the import is known again next time. A folder that cannot be written stays without. */
async function keep(
  folder: string,
  before: DatasetManifest,
  { digest, originStamp }: DatasetManifest,
): Promise<void> {
  const after = { ...before, digest, ...(originStamp === undefined ? {} : { originStamp }) };
  await writeJson(join(folder, MANIFEST_FILE), after).catch(() => undefined);
}

/** @throws Refusal where something is being trained on the set now, in whichever process. */
export async function requireUnused(
  root: string,
  { id, name }: { id: string; name: string },
  what: Message,
): Promise<void> {
  const [use] = await currentUses(root, id);
  if (!use) return;
  refuse('datasets.inUse', { name, by: userMessage(use), what });
}
