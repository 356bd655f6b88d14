/** Files of a TensorFlow Datasets set, in a folder or an archive. */
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { groupBy } from '../../../../core/basics/group-by';
import { inEnglish, message } from '../../../../core/messages';
import { refuse } from '../../../basics/refusal';
import { nameOf, type PhotoCollection, type PhotoMember } from '../members/collection';

export const INFO_FILE = 'dataset_info.json';
export const FEATURES_FILE = 'features.json';

export interface TfdsFiles {
  /** For error messages: a folder, or a place in an archive. */
  where: string;
  names: readonly string[];
  /** Contents of those of the files that exist. */
  texts(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  bytesOf(name: string): Promise<number>;
  /** Read each content before asking for the next file. */
  contents(names: readonly string[]): AsyncIterable<{ name: string; content: AsyncIterable<Uint8Array> }>;
}

const DEPTH = 3;

/** Folders with the two files, at or below `root`; a set can have several versions. */
export async function tfdsFolders(root: string, depth = DEPTH): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  if (isSet(entries.map(({ name }) => name))) return [root];
  if (depth === 0) return [];
  const below = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  // There may be thousands of class folders, but only a few versions and configurations.
  if (below.length > 50) return [];
  const found: string[] = [];
  for (const { name } of below) found.push(...(await tfdsFolders(join(root, name), depth - 1)));
  return found.sort();
}

const isSet = (names: readonly string[]): boolean =>
  names.includes(INFO_FILE) && names.includes(FEATURES_FILE);

export async function filesInFolder(folder: string): Promise<TfdsFiles> {
  return {
    where: folder,
    names: await readdir(folder),
    async texts(names) {
      const found = new Map<string, string>();
      for (const name of names) {
        const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
        if (text !== undefined) found.set(name, text);
      }
      return found;
    },
    bytesOf: async (name) => (await stat(join(folder, name))).size,
    async *contents(names) {
      for (const name of names) {
        const content = createReadStream(join(folder, name), { highWaterMark: 1 << 20 });
        try {
          yield { name, content };
        } finally {
          content.destroy();
        }
      }
    },
  };
}

const folderOf = ({ path }: PhotoMember): string => path.slice(0, -1).join('/');

/** Folders of an archive that have the two files. */
export function tfdsPlaces(members: readonly PhotoMember[]): string[] {
  const files = members.filter(({ path }) => [INFO_FILE, FEATURES_FILE].includes(path.at(-1)!));
  const byFolder = groupBy(files, folderOf);
  return [...byFolder.keys()]
    .filter((folder) => isSet(byFolder.get(folder)!.map(({ path }) => path.at(-1)!)))
    .sort();
}

/** @param place one of `tfdsPlaces` */
export function filesInArchive(
  collection: PhotoCollection,
  members: readonly PhotoMember[],
  where: string,
  place: string,
): TfdsFiles {
  const here = new Map(
    members.filter((member) => folderOf(member) === place).map((member) => [member.path.at(-1)!, member]),
  );
  const indices = (names: readonly string[]) => new Set(names.flatMap((name) => here.get(name)?.index ?? []));
  return {
    where: place === '' ? where : inEnglish(message('datasets.what.inside', { file: place, path: where })),
    names: [...here.keys()],
    async texts(names) {
      const found = new Map<string, string>();
      const wanted = indices(names);
      if (wanted.size === 0) return found;
      for await (const { member, content } of collection.read(wanted)) {
        const bytes = await content();
        if ('failed' in bytes) {
          refuse('datasets.tfds.unreadable', { file: nameOf(member), path: where, reason: bytes.failed });
        }
        found.set(member.path.at(-1)!, bytes.toString('utf8'));
        // Do not unpack the rest of a .tar.
        if (found.size === wanted.size) break;
      }
      return found;
    },
    bytesOf: async (name) => here.get(name)?.bytes ?? 0,
    async *contents(names) {
      for await (const { member, stream } of collection.read(indices(names))) {
        yield { name: member.path.at(-1)!, content: stream() };
      }
    },
  };
}
