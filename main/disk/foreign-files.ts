/** Finds files in one of our folders that we did not write: such a folder is not deleted. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type MessageOrText, messageFrom, someOf } from '../../core/messages';
import { refuse } from '../basics/refusal';
import { TEMPORARY } from './atomic';

/** By name. Hidden and temporary files always count as ours. */
export type IsOurs = (name: string) => boolean;

/**
 * @param below folders to check inside it
 * @throws Refusal naming the files that are not ours
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
  // Links to folders are not followed: only the link would be deleted.
  const names = await readdir(folder).catch(() => [] as string[]);
  return names.filter((name) => !name.startsWith('.') && !TEMPORARY.test(name) && !isOurs(name));
}
