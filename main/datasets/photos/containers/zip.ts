/** A .zip archive by its central directory, including zip64. Reads never exceed the sizes given there; CRC-32 is checked. */
import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { messageOf } from '../../../../core/basics/errors';
import { type Message, type MessageOrText, message } from '../../../../core/messages';
import { decodeName, shortened, showable, splitPath } from '../../../archives/names';
import { openZip, zipContent } from '../../../archives/zip-reader';
import { crc32 } from '../../../basics/crc32';
import { Refusal, refuse } from '../../../basics/refusal';
import { readBlock } from '../../../disk/block';
import type { Limits, Listing, PhotoCollection, ReadMember } from '../members/collection';
import { ListingBuilder } from './listing';

const inflate = promisify(inflateRaw);

const STORED = 0;
const DEFLATED = 8;
const LOCAL_HEADER = 30;
/** Info-ZIP's field with the name in UTF-8. */
const UNICODE_PATH = 0x7075;
const UTF8_FLAG = 0x800;
/** File type in the upper half of the external attributes of archives made on Unix. */
const UNIX = 3;
const TYPE_MASK = 0o170000;
const unixTypes: ReadonlyMap<number, Message> = new Map([
  [0o120000, message('datasets.file.symlink')],
  [0o060000, message('datasets.file.blockDevice')],
  [0o020000, message('datasets.file.characterDevice')],
  [0o010000, message('datasets.file.pipe')],
  [0o140000, message('datasets.file.socket')],
]);

export class ZipCollection implements PhotoCollection {
  readonly kind = 'zip';
  readonly #entries: Entry[] = [];
  #zip: ZipFile | undefined;
  #file: FileHandle | undefined;
  #listing: Promise<Listing> | undefined;

  constructor(
    private readonly path: string,
    private readonly limits: Limits,
    private readonly signal?: AbortSignal,
    /** For error messages, if the file is a copy. */
    private readonly name = path,
  ) {}

  list(): Promise<Listing> {
    this.#listing ??= this.#list();
    return this.#listing;
  }

  async #list(): Promise<Listing> {
    const what = message('datasets.what.archive', { path: this.name });
    const builder = new ListingBuilder(what, this.limits, true);
    const extents: [number, number][] = [];
    try {
      // Names stay bytes, to be decoded by us.
      this.#file = await open(this.path, 'r');
      this.#zip = await openZip(this.#file, { autoClose: false, decodeStrings: false });
      if (this.#zip.entryCount > this.limits.entries) {
        throw builder.tooMany(message('datasets.archive.entries', { count: this.#zip.entryCount }));
      }
      for await (const entry of this.#zip.eachEntry()) {
        this.signal?.throwIfAborted();
        builder.countEntry();
        const name = entryName(entry);
        const parts = splitPath(name);
        if (/[\\/]$/.test(name)) continue;
        extents.push([
          entry.relativeOffsetOfLocalHeader,
          entry.relativeOffsetOfLocalHeader + LOCAL_HEADER + entry.fileNameLength + entry.compressedSize,
        ]);
        if (builder.add(parts, entry.uncompressedSize, strangeness(entry))) {
          this.#entries.push(entry);
          requireReadable(entry, name, this.name);
        }
      }
    } catch (error) {
      throw this.#failure(error);
    }
    requireApart(extents, this.name);
    builder.requireHonest(this.#zip.fileSize);
    return builder.finish();
  }

  async *read(wanted: ReadonlySet<number>): AsyncGenerator<ReadMember> {
    const { members, nested } = await this.list();
    for (const member of [...members, ...nested]) {
      if (!wanted.has(member.index)) continue;
      this.signal?.throwIfAborted();
      const entry = this.#entries[member.index]!;
      const stream = () => zipContent(this.#zip!, entry, this.signal);
      yield { member, content: () => this.#content(entry), stream };
    }
  }

  async #content(entry: Entry): Promise<Buffer | { failed: MessageOrText }> {
    const { compressedSize, uncompressedSize, compressionMethod } = entry;
    // Deflate never needs more than this; the directory may say anything.
    if (compressedSize > this.limits.fileBytes * 1.01 + 1024) {
      return { failed: message('datasets.file.largeCompressed') };
    }
    try {
      const { fileDataStart } = await this.#zip!.readLocalFileHeaderPromise(entry, { minimal: true });
      const packed = await readBlock(this.#file!, compressedSize, fileDataStart);
      if (packed.length < compressedSize) return { failed: message('datasets.file.cut') };
      const bytes =
        compressionMethod === STORED
          ? packed
          : ((await inflate(packed, { maxOutputLength: Math.max(1, uncompressedSize) })) as Buffer);
      if (bytes.length !== uncompressedSize) {
        const sizes = { expected: uncompressedSize, found: bytes.length };
        return { failed: message('datasets.file.wrongSize', sizes) };
      }
      if (crc32(bytes) !== entry.crc32) return { failed: message('datasets.file.badChecksum') };
      return bytes;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
        return { failed: message('datasets.file.moreThanClaimed', { count: uncompressedSize }) };
      }
      return { failed: message('datasets.file.cannotUnpack', { error: messageOf(error) }) };
    }
  }

  #failure(error: unknown): unknown {
    this.signal?.throwIfAborted();
    if (error instanceof Refusal || (error as NodeJS.ErrnoException).syscall) return error;
    return new Refusal(
      message('datasets.archive.unreadable', {
        path: this.name,
        error: showable(messageOf(error)).replace(/\.$/, ''),
      }),
    );
  }

  async close(): Promise<void> {
    this.#zip?.close();
    await this.#file?.close();
    this.#file = undefined;
  }
}

function entryName(entry: Entry): string {
  const raw = entry.fileNameRaw;
  const unicode = entry.extraFields.find(({ id }) => id === UNICODE_PATH)?.data;
  // Version 1, then the CRC-32 of the plain name, which another program may have changed.
  if (unicode && unicode.length > 5 && unicode[0] === 1 && unicode.readUInt32LE(1) === crc32(raw)) {
    return unicode.toString('utf8', 5);
  }
  return (entry.generalPurposeBitFlag & UTF8_FLAG) !== 0 ? raw.toString('utf8') : decodeName(raw);
}

function strangeness(entry: Entry): Message | undefined {
  if (entry.versionMadeBy >> 8 !== UNIX) return undefined;
  return unixTypes.get((entry.externalFileAttributes >>> 16) & TYPE_MASK);
}

function requireReadable(entry: Entry, name: string, path: string): void {
  if (entry.isEncrypted()) {
    refuse('datasets.archive.encrypted', { path, file: shortened(name) });
  }
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    refuse('datasets.archive.method', {
      path,
      file: shortened(name),
      method: entry.compressionMethod,
    });
  }
}

/** Overlapping entries make zip bombs (David Fifield, "A better zip bomb", 2019). */
function requireApart(extents: [number, number][], path: string): void {
  extents.sort((a, b) => a[0] - b[0]);
  for (let i = 1; i < extents.length; i++) {
    if (extents[i]![0] < extents[i - 1]![1]) {
      refuse('datasets.archive.overlap', { path, at: extents[i]![0] });
    }
  }
}
