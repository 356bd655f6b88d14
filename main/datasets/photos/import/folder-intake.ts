/** Pictures in folders, or in an archive of folders. */
import { readFile, stat } from 'node:fs/promises';
import { sizeMessage } from '../../../../core/format/bytes';
import { listOf, type Message, message, sentences } from '../../../../core/messages';
import { shortened } from '../../../archives/names';
import { Refusal, refuse } from '../../../basics/refusal';
import type { IncomingPhoto, PhotoIntake } from '../layout/intake';
import { type Layout, type LayoutOptions, layoutIn, needsTables } from '../layout/layout';
import { namedAsPicture, partsOf } from '../layout/parts';
import { type LabelTable, MOST_TABLE_BYTES, readTable, TABLE_FILE } from '../layout/table';
import { type Listing, nameOf, type PhotoCollection, type PhotoMember } from '../members/collection';

/** The person's choice for the source of classes. */
export interface LabelOptions {
  /** A table and, unless they can be detected, its columns. */
  labels?: {
    /** `path` on this machine, or `file` beside the pictures. */
    path?: string;
    file?: string;
    imageColumn?: string;
    labelColumn?: string;
  };
  /** Merges classes whose names differ only in spelling. `ask`: only if necessary. */
  mergeClasses?: boolean | 'ask';
}

export interface OpenedFolders extends PhotoIntake {
  layout: Layout;
  container: PhotoCollection['kind'];
}

/**
 * Closing it closes the collection.
 * @throws Refusal if the classes cannot be found
 */
export async function openFolders(
  collection: PhotoCollection,
  listing: Listing,
  path: string,
  { labels, mergeClasses }: LabelOptions = {},
): Promise<OpenedFolders> {
  const parts = partsOf(listing.members, path, labels !== undefined);
  const tables =
    labels || needsTables(parts) ? await readTables(collection, listing) : { tables: [], unreadable: [] };
  const options: LayoutOptions = { ...tables, merge: mergeClasses };
  if (labels) options.chosen = { ...labels, table: await chosenTable(labels, tables, path) };
  const layout = layoutIn(parts, path, options);
  const planned = new Map(layout.photos.map((photo) => [photo.member.index, photo]));
  return {
    layout,
    container: collection.kind,
    classes: layout.classes,
    total: planned.size,
    bytes: layout.photos.reduce((sum, { member }) => sum + member.bytes, 0),
    leftOut: [...listing.leftOut, ...layout.leftOut],
    async *photos(): AsyncGenerator<IncomingPhoto> {
      for await (const { member, content } of collection.read(new Set(planned.keys()))) {
        const { split, className } = planned.get(member.index)!;
        yield { split, className, name: nameOf(member), content: await content() };
      }
    },
    close: () => collection.close(),
  };
}

type Tables = Required<Pick<LayoutOptions, 'tables' | 'unreadable'>>;

/** Text files that are tried: some folders have one for each picture. */
const MOST_TABLES = 20;

async function readTables(collection: PhotoCollection, { members, texts }: Listing): Promise<Tables> {
  const candidates = members
    .filter((member) => TABLE_FILE.test(nameOf(member)) && !namedAsPicture(member))
    .sort((a, b) => a.path.length - b.path.length || a.index - b.index);
  const tables: LabelTable[] = [];
  const unreadable: Message[] = [];
  const wanted = new Map<number, PhotoMember>();
  let bytes = 0;
  const take = (member: PhotoMember, content: Buffer) => {
    try {
      tables.push(readTable(nameOf(member), content));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      unreadable.push(error.said);
    }
  };
  for (const member of candidates.slice(0, MOST_TABLES)) {
    const text = texts?.get(member.index);
    bytes += member.bytes;
    if (bytes > MOST_TABLE_BYTES) {
      unreadable.push(
        message('datasets.table.large', { file: nameOf(member), most: sizeMessage(MOST_TABLE_BYTES) }),
      );
    } else if (text) take(member, text);
    else wanted.set(member.index, member);
  }
  if (candidates.length > MOST_TABLES) {
    unreadable.push(message('datasets.table.someRead', { read: MOST_TABLES, count: candidates.length }));
  }
  if (wanted.size > 0) {
    for await (const { member, content } of collection.read(new Set(wanted.keys()))) {
      const read = await content();
      if ('failed' in read) {
        unreadable.push(message('datasets.table.fileFailed', { file: nameOf(member), reason: read.failed }));
      } else take(member, read);
    }
  }
  return { tables, unreadable };
}

async function chosenTable(
  { path, file }: NonNullable<LabelOptions['labels']>,
  { tables, unreadable }: Tables,
  where: string,
): Promise<LabelTable> {
  if (path !== undefined) {
    const stats = await stat(path).catch(() => undefined);
    if (!stats?.isFile()) refuse('datasets.table.noFile', { path });
    if (stats.size > MOST_TABLE_BYTES) {
      refuse('datasets.table.tooLarge', {
        most: sizeMessage(MOST_TABLE_BYTES),
        path,
        size: sizeMessage(stats.size),
      });
    }
    return readTable(path, await readFile(path));
  }
  const found = tables.find((table) => table.file === file || table.file.endsWith(`/${file}`));
  if (found) return found;
  const there = tables.map((table) => shortened(table.file, 60));
  const values = { file: String(file), path: where };
  throw new Refusal(
    sentences(
      there.length > 0
        ? message('datasets.table.notThere', { ...values, tables: listOf(there) })
        : message('datasets.table.notThereNone', values),
      unreadable[0],
    ),
  );
}
