/** Files below a folder. Follows links, but enters each folder once. Opens regular files only: reading a pipe could hang. */
import { createReadStream } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../../../core/basics/errors';
import { naturalOrder } from '../../../../core/basics/natural-order';
import { type MessageOrText, message } from '../../../../core/messages';
import { readBlock } from '../../../disk/block';
import type { Limits, Listing, PhotoCollection, PhotoMember, ReadMember } from '../members/collection';
import { ListingBuilder } from './listing';

export class FolderCollection implements PhotoCollection {
  readonly kind = 'folder';
  /** By the members' numbers. */
  readonly #files: string[] = [];

  constructor(
    private readonly root: string,
    private readonly limits: Limits,
    private readonly signal?: AbortSignal,
  ) {}

  #listing: Promise<Listing> | undefined;

  list(): Promise<Listing> {
    this.#listing ??= this.#list();
    return this.#listing;
  }

  async #list(): Promise<Listing> {
    const builder = new ListingBuilder(
      message('datasets.what.folder', { path: this.root }),
      this.limits,
      true,
    );
    await this.#walk(this.root, [], builder, new Set());
    return builder.finish();
  }

  async #walk(
    folder: string,
    parts: readonly string[],
    builder: ListingBuilder,
    seen: Set<string>,
  ): Promise<void> {
    this.signal?.throwIfAborted();
    const real = await realpath(folder);
    if (seen.has(real)) return;
    seen.add(real);
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: Error) => {
      builder.leave(
        parts.join('/') || '.',
        message('datasets.file.cannotReadFolder', { error: error.message }),
      );
      return [];
    });
    for (const entry of entries.sort((a, b) => naturalOrder(a.name, b.name))) {
      builder.countEntry();
      const path = join(folder, entry.name);
      const inside = [...parts, entry.name];
      const found = await stat(path).catch(() => undefined);
      if (found?.isDirectory()) await this.#walk(path, inside, builder, seen);
      else {
        const strange = message(found === undefined ? 'datasets.file.brokenLink' : 'datasets.file.neither');
        const member = builder.add(inside, found?.size ?? 0, found?.isFile() ? undefined : strange);
        if (member) this.#files.push(path);
      }
    }
  }

  pathOf({ index }: PhotoMember): string {
    return this.#files[index]!;
  }

  async *read(wanted: ReadonlySet<number>): AsyncGenerator<ReadMember> {
    const { members, nested } = await this.list();
    for (const member of [...members, ...nested]) {
      if (!wanted.has(member.index)) continue;
      this.signal?.throwIfAborted();
      const path = this.#files[member.index]!;
      yield {
        member,
        content: () => readBounded(path, this.limits.fileBytes),
        stream: () => createReadStream(path),
      };
    }
  }

  async close(): Promise<void> {}
}

/** If the file grows meanwhile, its first bytes are returned. */
async function readBounded(path: string, most: number): Promise<Buffer | { failed: MessageOrText }> {
  try {
    await using file = await open(path, 'r');
    const stats = await file.stat();
    if (!stats.isFile()) return { failed: message('datasets.file.noLongerFile') };
    if (stats.size > most) return { failed: message('datasets.file.grown') };
    return await readBlock(file, stats.size, 0);
  } catch (error) {
    return { failed: message('datasets.file.cannotRead', { error: messageOf(error) }) };
  }
}
