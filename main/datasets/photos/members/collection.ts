/**
 * A folder or an archive as a list of files that can be read. Names are for people and for finding classes: they are
 * never used as a path on disk, and members are known by their number.
 */

import type { Buffer } from 'node:buffer';
import type { MessageOrText } from '../../../../core/messages';

export interface PhotoMember {
  /** Place in the listing. */
  index: number;
  /** Cleaned parts of its path: never empty, no "..", no control characters. */
  path: readonly string[];
  /** As its container says; what is read is never more. */
  bytes: number;
}

/** A file that was not looked into, or an image that is not kept. */
export interface LeftOut {
  file: string;
  reason: MessageOrText;
  /** Number of pictures in it; absent: one. */
  count?: number;
}

export const countOf = (leftOut: readonly LeftOut[]): number =>
  leftOut.reduce((sum, { count = 1 }) => sum + count, 0);

export interface Listing {
  members: readonly PhotoMember[];
  /** Links, archives within the archive, names beyond reading. */
  leftOut: readonly LeftOut[];
  /** .zip archives in it, which can be read like members. */
  nested: readonly PhotoMember[];
  /** Contents of small text files, by member, where they had to be unpacked for the list. */
  texts?: ReadonlyMap<number, Buffer>;
  /** What file managers leave behind (`.DS_Store`, `__MACOSX`, `Thumbs.db`), nobody's pictures. */
  skipped: number;
}

export interface ReadMember {
  member: PhotoMember;
  /** Its content, or why it cannot be had. To be asked for before the next member is. */
  content(): Promise<Buffer | { failed: MessageOrText }>;
  /**
   * Instead of `content`, for files larger than memory: its bytes as they come, and no checksum of the archive looked
   * at.
   */
  stream(): AsyncIterable<Uint8Array>;
}

export interface PhotoCollection {
  kind: 'folder' | 'zip' | 'tar';
  /** @throws Refusal for a hostile, encrypted or broken archive. */
  list(): Promise<Listing>;
  /**
   * The wanted members, in the order in which they lie in the collection.
   * @throws Refusal when the archive turns out to be broken meanwhile.
   */
  read(wanted: ReadonlySet<number>): AsyncIterable<ReadMember>;
  close(): Promise<void>;
}

/** What one import may cost. */
export interface Limits {
  /** Files, folders and whatever else has a name in it. */
  entries: number;
  /** Bytes of one file. */
  fileBytes: number;
  /** Bytes of all files together. */
  totalBytes: number;
  /** Unpacked bytes for each byte of the archive, beyond `ratioFrom` bytes: images hardly compress. */
  ratio: number;
  ratioFrom: number;
  /** Pixels of one image. */
  pixels: number;
}

export const defaultLimits: Limits = {
  entries: 500_000,
  fileBytes: 256e6,
  totalBytes: 500e9,
  ratio: 100,
  ratioFrom: 64e6,
  pixels: 100e6,
};

/** Its path as people write it. */
export const nameOf = ({ path }: Pick<PhotoMember, 'path'>): string => path.join('/');
