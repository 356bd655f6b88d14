/** Files that others put into a folder of ours: they are named, and the folder is not deleted with them. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { joinSome } from '../../core/graph/words';
import { Refusal } from '../basics/refusal';
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
  what: string,
  below: Readonly<Record<string, IsOurs>> = {},
): Promise<void> {
  const foreign = [...(await foreignIn(folder, isOurs))];
  for (const [inner, isOursThere] of Object.entries(below)) {
    const found = await foreignIn(join(folder, inner), isOursThere);
    foreign.push(...found.map((name) => `${inner}/${name}`));
  }
  if (foreign.length === 0) return;
  const [them, they] = foreign.length === 1 ? ['it', 'it'] : ['them', 'they'];
  throw new Refusal(
    `${what} has files that Skipwire did not put there: ${joinSome(foreign.sort())}, in ${folder}. Move ${them} elsewhere first: ${they} would be deleted.`,
  );
}

async function foreignIn(folder: string, isOurs: IsOurs): Promise<string[]> {
  // A folder that is a link is not gone into: only the link would be deleted.
  const names = await readdir(folder).catch(() => [] as string[]);
  return names.filter((name) => !name.startsWith('.') && !TEMPORARY.test(name) && !isOurs(name));
}
