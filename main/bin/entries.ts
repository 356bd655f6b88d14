/** The bin on the disk: a folder for each entry, with `entry.json`, which is written first, and `content`. */
import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { slug } from '../../core/basics/slug';
import { type BinEntry, type BinKind, binEntrySchema } from '../../core/contract/bin';
import { refuse } from '../basics/refusal';
import { TEMPORARY } from '../disk/atomic';
import { parseJson } from '../disk/json';
import { isThere } from '../disk/move';
import { textIfThere } from '../disk/regular-file';

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$/;
/** Limit of entry.json, in bytes. */
const MOST = 65_536;

/** `from` is relative to the data folder if it is inside, since that folder may move. */
const storedSchema = binEntrySchema.extend({ format: z.literal('skipwire.bin'), version: z.literal(1) });

export interface Places {
  folder: string;
  entry: string;
  content: string;
}

/** @throws Refusal for an id that cannot exist. */
export function placesOf(root: string, id: string): Places {
  if (!ID.test(id) || TEMPORARY.test(id)) {
    refuse('bin.unknown', { id: id.slice(0, 80) });
  }
  const folder = join(root, id);
  return { folder, entry: join(folder, 'entry.json'), content: join(folder, 'content') };
}

/** `20261123-204500-run-resnet-20-seed-1-ab12cd` */
export function newId(kind: BinKind, label: string, date: Date): string {
  const stamp = date.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  return `${stamp}-${kind}-${slug(label)}-${randomBytes(3).toString('hex')}`;
}

export function storedForm(root: string, entry: BinEntry): z.infer<typeof storedSchema> {
  const inside = relative(dirname(root), entry.from);
  const isInside = inside !== '' && inside.split(sep)[0] !== '..' && !isAbsolute(inside);
  return { format: 'skipwire.bin', version: 1, ...entry, from: isInside ? inside : entry.from };
}

/** Undefined if it does not exist or cannot be read. */
export async function readEntry(root: string, id: string): Promise<BinEntry | undefined> {
  const { entry, content } = placesOf(root, id);
  const text = await textIfThere(entry, MOST).catch(() => undefined);
  const stored = text === undefined ? undefined : storedSchema.safeParse(parseJson(text)).data;
  if (!stored || !(await isThere(content))) return undefined;
  const { format: _, version: __, ...read } = stored;
  return { ...read, id, from: resolve(dirname(root), read.from) };
}

/** Newest first. */
export async function readEntries(root: string): Promise<BinEntry[]> {
  const names = await readdir(root).catch(() => [] as string[]);
  const read = await Promise.all(
    names.filter((name) => ID.test(name) && !TEMPORARY.test(name)).map((name) => readEntry(root, name)),
  );
  return read
    .filter((entry) => entry !== undefined)
    .sort((a, b) => b.deletedAt.localeCompare(a.deletedAt) || b.id.localeCompare(a.id));
}

/** Removes leftovers of kills: entries without content, and temporary files. */
export async function sweepBin(root: string, isOld: (path: string) => Promise<boolean>): Promise<void> {
  for (const name of await readdir(root).catch(() => [] as string[])) {
    const path = join(root, name);
    const left = TEMPORARY.test(name) || (ID.test(name) && !(await isThere(join(path, 'content'))));
    if (left && (await isOld(path))) await rm(path, { recursive: true, force: true });
  }
}
