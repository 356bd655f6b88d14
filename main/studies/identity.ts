/** Which stored study a file is. */
import { createHash } from 'node:crypto';
import { slug } from '../../core/basics/slug';
import { isThere } from '../disk/move';

/** A stored study that is run from a file. */
export interface FromFile {
  id: string;
  name: string;
  file: string;
}

export interface Identity {
  id: string;
  /** Another file whose study has trained cells that this one would train again. */
  copyOf?: { file: string; runs: number };
}

/**
 * Results belong to what was trained, so a study goes on when its file is renamed, moved or given another name. A copy beside the original is a
 * study of its own.
 * @param path of the file, absolute. @param trained how many of its cells a stored study has trained
 */
export async function identityOf(
  name: string,
  path: string,
  stored: readonly FromFile[],
  trained: (id: string) => number,
): Promise<Identity> {
  const ranked = stored
    .map((one) => ({ ...one, runs: trained(one.id) }))
    .sort((one, other) => other.runs - one.runs);
  const here = ranked.find((one) => one.file === path && (one.runs > 0 || one.name === name));
  if (here) return { id: here.id };
  const related = await Promise.all(
    ranked
      .filter(({ runs, file }) => runs > 0 && file !== path)
      .map(async (one) => ({ ...one, isThere: await isThere(one.file) })),
  );
  const moved = related.find((one) => !one.isThere);
  if (moved) return { id: moved.id };
  const id = newId(name, path, new Set(stored.map((one) => one.id)));
  const [original] = related;
  return original ? { id, copyOf: { file: original.file, runs: original.runs } } : { id };
}

/** The same for the same file, as long as no study that was moved away has it. */
function newId(name: string, path: string, taken: ReadonlySet<string>): string {
  const id = `${slug(name, 40, 'study')}-${createHash('sha256').update(path).digest('hex').slice(0, 8)}`;
  for (let number = 1; ; number++) {
    const numbered = number === 1 ? id : `${id}-${number}`;
    if (!taken.has(numbered)) return numbered;
  }
}
