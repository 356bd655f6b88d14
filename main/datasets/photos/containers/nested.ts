/**
 * Reads .zip archives inside a folder or .zip archive (train.zip, test.zip) as if they were folders, unless there are pictures
 * beside them. An archive inside an archive is unpacked to a temporary file.
 */
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { inEnglish, message } from '../../../../core/messages';
import { requireSpace } from '../../../disk/space';
import { namedAsPicture } from '../layout/parts';
import {
  type Limits,
  type Listing,
  nameOf,
  type PhotoCollection,
  type PhotoMember,
  type ReadMember,
} from '../members/collection';
import { FolderCollection } from './folder';
import { NOT_OPENED } from './listing';
import { ZipCollection } from './zip';

/** Levels of archives that are opened. */
const MOST_DEPTH = 2;

export interface NestedOptions {
  limits: Limits;
  signal?: AbortSignal;
  /** Folder for unpacked archives. */
  scratch: string;
  depth?: number;
}

interface Inner {
  collection: PhotoCollection;
  /** Index of its first member in the combined listing. */
  from: number;
  members: readonly PhotoMember[];
}

export class NestedCollection implements PhotoCollection {
  readonly kind: PhotoCollection['kind'];
  readonly #inner: Inner[] = [];
  readonly #folder: string;
  #listing: Promise<Listing> | undefined;

  constructor(
    private readonly outer: FolderCollection | ZipCollection,
    private readonly where: string,
    private readonly options: NestedOptions,
  ) {
    this.kind = outer.kind;
    // Named so that staging.ts removes what a killed process left.
    this.#folder = join(
      options.scratch,
      `.nested.importing-${process.pid}-${randomBytes(4).toString('hex')}`,
    );
  }

  list(): Promise<Listing> {
    this.#listing ??= this.#list();
    return this.#listing;
  }

  async #list(): Promise<Listing> {
    const listing = await this.outer.list();
    const { nested } = listing;
    const { depth = 1 } = this.options;
    if (nested.length === 0) return listing;
    if (listing.members.some(namedAsPicture) || depth > MOST_DEPTH) {
      const unopened = nested.map((member) => ({ file: nameOf(member), reason: NOT_OPENED }));
      return { ...listing, nested: [], leftOut: [...listing.leftOut, ...unopened] };
    }
    const members = [...listing.members];
    const leftOut = [...listing.leftOut];
    let { skipped } = listing;
    const limits = { ...this.options.limits };
    let from = members.length + nested.length;
    for (const archive of nested) {
      const collection = await this.#open(archive, { ...limits }, depth);
      const inside = await collection.list();
      const above = [...archive.path.slice(0, -1), archive.path.at(-1)!.replace(/\.zip$/i, '')];
      this.#inner.push({ collection, from, members: inside.members });
      for (const { path, bytes } of inside.members)
        members.push({ index: from++, path: [...above, ...path], bytes });
      for (const { file, ...left } of inside.leftOut)
        leftOut.push({ ...left, file: `${nameOf(archive)}/${file}` });
      skipped += inside.skipped;
      limits.entries -= inside.members.length + inside.leftOut.length + inside.skipped;
      limits.totalBytes -= inside.members.reduce((sum, { bytes }) => sum + bytes, 0);
    }
    return { members, nested: [], leftOut, skipped };
  }

  async #open(archive: PhotoMember, limits: Limits, depth: number): Promise<PhotoCollection> {
    const { signal, scratch } = this.options;
    const name = inEnglish(message('datasets.what.inside', { file: nameOf(archive), path: this.where }));
    const path =
      this.outer instanceof FolderCollection ? this.outer.pathOf(archive) : await this.#unpack(archive);
    const zip = new ZipCollection(path, limits, signal, name);
    return new NestedCollection(zip, name, { limits, signal, scratch, depth: depth + 1 });
  }

  async #unpack(archive: PhotoMember): Promise<string> {
    await requireSpace(
      this.options.scratch,
      archive.bytes,
      message('datasets.space.unpackedFrom', { name: nameOf(archive), place: this.where }),
    );
    await mkdir(this.#folder, { recursive: true });
    const path = join(this.#folder, `${archive.index}.zip`);
    for await (const { stream } of this.outer.read(new Set([archive.index]))) {
      await pipeline(stream(), createWriteStream(path), { signal: this.options.signal });
    }
    return path;
  }

  async *read(wanted: ReadonlySet<number>): AsyncGenerator<ReadMember> {
    const { members } = await this.list();
    const byIndex = new Map(members.map((member) => [member.index, member]));
    yield* this.outer.read(wanted);
    for (const { collection, from, members: inside } of this.#inner) {
      const place = new Map(inside.map((member, n) => [member.index, from + n]));
      const some = new Set(inside.flatMap(({ index }, n) => (wanted.has(from + n) ? [index] : [])));
      if (some.size === 0) continue;
      for await (const one of collection.read(some)) {
        yield { ...one, member: byIndex.get(place.get(one.member.index)!)! };
      }
    }
  }

  async close(): Promise<void> {
    for (const { collection } of this.#inner) await collection.close();
    await this.outer.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
