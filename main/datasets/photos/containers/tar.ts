/** A .tar archive, compressed or not. It has no directory, so it is read once for the listing and again for its pictures. */
import { stat } from 'node:fs/promises';
import { sizeMessage } from '../../../../core/format/bytes';
import { type Message, type MessageOrText, message } from '../../../../core/messages';
import { BrokenContainer } from '../../../archives/broken';
import type { ArchiveKind } from '../../../archives/kind';
import { decodeName, showable, splitPath } from '../../../archives/names';
import { isFile, type TarMember, tarMembers } from '../../../archives/tar';
import { refuse } from '../../../basics/refusal';
import { TABLE_FILE } from '../layout/table';
import type { Limits, Listing, PhotoCollection, PhotoMember, ReadMember } from '../members/collection';
import { stampOf } from './change-stamp';
import { ListingBuilder } from './listing';

const types: Readonly<Record<string, Message>> = {
  link: message('datasets.file.hardLink'),
  symlink: message('datasets.file.symlink'),
  'character-device': message('datasets.file.characterDevice'),
  'block-device': message('datasets.file.blockDevice'),
  fifo: message('datasets.file.pipe'),
};
/** Bytes of headers and padding, for each entry. */
const OVERHEAD = 4096;

interface Listed {
  key: string;
  listing: Listing;
  byPlace: ReadonlyMap<number, PhotoMember>;
  /** The listing ended early (`until`). */
  ended: boolean;
}

/** An inspected archive is usually imported next, and listing takes as long as unpacking. */
let lastListed: Listed | undefined;
/** Members of a remembered listing: some ten megabytes. */
const MOST_REMEMBERED = 50_000;
/** Bytes of text files kept while listing: they may be tables of labels. */
const MOST_KEPT = 16e6;

export class TarCollection implements PhotoCollection {
  readonly kind = 'tar';
  #listing: Promise<Listing> | undefined;
  /** By position in the archive, counting folders and links. */
  #byPlace: ReadonlyMap<number, PhotoMember> = new Map();

  constructor(
    private readonly path: string,
    private readonly archive: ArchiveKind,
    private readonly limits: Limits,
    private readonly signal?: AbortSignal,
    private readonly until?: (path: string) => boolean,
  ) {}

  list(): Promise<Listing> {
    this.#listing ??= this.#list();
    return this.#listing;
  }

  async #list(): Promise<Listing> {
    const key = `${await stampOf(this.path)} ${JSON.stringify(this.limits)}`;
    if (lastListed?.key !== key) lastListed = undefined;
    const known = lastListed ?? { key, ...(await this.#readThrough()) };
    this.#byPlace = known.byPlace;
    if (!known.ended && known.listing.members.length <= MOST_REMEMBERED) lastListed = known;
    return known.listing;
  }

  async #readThrough(): Promise<Omit<Listed, 'key'>> {
    const byPlace = new Map<number, PhotoMember>();
    const texts = new Map<number, Buffer>();
    let kept = 0;
    const builder = new ListingBuilder(message('datasets.what.archive', { path: this.path }), this.limits);
    let place = 0;
    for await (const { header, content } of this.#members()) {
      builder.countEntry();
      const name = memberName(header);
      const parts = splitPath(name);
      // Old archives have no type for folders, only a trailing "/".
      if (header.type !== 'directory' && !name.endsWith('/')) {
        const strange = isFile(header)
          ? undefined
          : (types[header.type ?? ''] ?? message('datasets.file.badTarType', { type: String(header.type) }));
        const member = builder.add(parts, header.size ?? 0, strange);
        if (member) byPlace.set(place, member);
        if (member && TABLE_FILE.test(name) && kept + member.bytes <= MOST_KEPT) {
          const bytes = await collected(content(), member);
          if (!('failed' in bytes)) {
            texts.set(member.index, bytes);
            kept += bytes.length;
          }
        }
        if (this.until?.(parts.join('/')))
          return { listing: { ...builder.finish(), texts }, byPlace, ended: true };
      }
      place++;
    }
    return { listing: { ...builder.finish(), texts }, byPlace, ended: false };
  }

  async *read(wanted: ReadonlySet<number>): AsyncGenerator<ReadMember> {
    await this.list();
    let place = 0;
    for await (const { content } of this.#members()) {
      const member = this.#byPlace.get(place++);
      if (!member || !wanted.has(member.index)) continue;
      yield { member, content: () => collected(content(), member), stream: content };
    }
  }

  /** @throws Refusal for a damaged archive. */
  async *#members(): AsyncGenerator<TarMember> {
    const { size } = await stat(this.path);
    const { totalBytes, ratio, ratioFrom, entries } = this.limits;
    const maxBytes =
      this.archive === 'tar'
        ? size
        : Math.min(totalBytes + entries * OVERHEAD, Math.max(ratioFrom, size * ratio));
    const options = { maxBytes, signal: this.signal, names: 'latin1' } as const;
    for await (const { header, content } of this.#inWords(
      tarMembers(this.path, this.archive, options),
      size,
    )) {
      // The archive may have changed since it was listed.
      yield { header, content: () => this.#inWords(content(), size) };
    }
  }

  async *#inWords<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item> {
    try {
      yield* items;
    } catch (error) {
      this.signal?.throwIfAborted();
      if (!(error instanceof BrokenContainer)) throw error;
      refuse('datasets.archive.whole', {
        path: this.path,
        size: sizeMessage(size),
        ratio: this.limits.ratio,
        error: typeof error.said === 'string' ? showable(error.said) : error.said,
      });
    }
  }

  async close(): Promise<void> {}
}

/** tar-stream returns bytes (latin1), but extended headers are UTF-8 by definition. */
function memberName({ name, pax }: TarMember['header']): string {
  return (pax as { path?: string } | null)?.path === undefined
    ? decodeName(Buffer.from(name, 'latin1'))
    : name;
}

async function collected(
  content: AsyncIterable<Uint8Array>,
  { bytes }: PhotoMember,
): Promise<Buffer | { failed: MessageOrText }> {
  const chunks: Uint8Array[] = [];
  let done = 0;
  for await (const chunk of content) {
    done += chunk.length;
    if (done > bytes) return { failed: message('datasets.file.moreThanSaid') };
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, done);
}
