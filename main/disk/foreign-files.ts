/** Files that others put into a folder of ours: they are named, and the folder is not deleted with them. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type MessageOrText, messageFrom, someOf } from '../../core/messages';
import { refuse } from '../basics/refusal';
import { TEMPORARY } from './atomic';

/** Whether an entry is ours, by its name. Hidden files, and what a killed write of ours left, are always taken for ours. */
export type IsOurs = (name: string) => boolean;

/**
 * @param below the same for the folders in it that are to be looked into.
 * @throws Refusal naming what is not ours; nothing where there is no such folder.
 */
export async function refuseForeignFiles(
  folder: string,
  isOurs: IsOurs,
  what: MessageOrText,
  below: Readonly<Record<string, IsOurs>> = {},
): Promise<void> {
  const foreign = [...(await foreignIn(folder, isOurs))];
  for (const [inner, isOursThere] of Object.entries(below)) {
    const found = await foreignIn(join(folder, inner), isOursThere);
    foreign.push(...found.map((name) => `${inner}/${name}`));
  }
  if (foreign.length === 0) return;
  refuse('disk.foreignFiles', {
    what: messageFrom(what),
    count: foreign.length,
    files: someOf(foreign.sort()),
    folder,
  });
}

async function foreignIn(folder: string, isOurs: IsOurs): Promise<string[]> {
  // A folder that is a link is not gone into: only the link would be deleted.
  const names = await readdir(folder).catch(() => [] as string[]);
  return names.filter((name) => !name.startsWith('.') && !TEMPORARY.test(name) && !isOurs(name));
}
