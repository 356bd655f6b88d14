/** A folder or an archive as a list of files. Names are only for people and for finding classes, never paths on disk. */
import type { Buffer } from 'node:buffer';
import type { MessageOrText } from '../../../../core/messages';

export interface PhotoMember {
  index: number;
  /** Path without empty parts, ".." or control characters. */
  path: readonly string[];
  /** As the container says; reads return no more. */
  bytes: number;
}

/** A file that was not read, or a picture that was not kept. */
export interface LeftOut {
  file: string;
  reason: MessageOrText;
  /** Number of pictures; default: 1. */
  count?: number;
}

export const countOf = (leftOut: readonly LeftOut[]): number =>
  leftOut.reduce((sum, { count = 1 }) => sum + count, 0);

export interface Listing {
  members: readonly PhotoMember[];
  /** Links, inner archives, unreadable names. */
  leftOut: readonly LeftOut[];
  /** .zip archives in it, which can be read like members. */
  nested: readonly PhotoMember[];
  /** Contents of small text files, if listing unpacked them anyway. */
  texts?: ReadonlyMap<number, Buffer>;
  /** Files of file managers (`.DS_Store`, `__MACOSX`, `Thumbs.db`). */
  skipped: number;
}

export interface ReadMember {
  member: PhotoMember;
  /** Its content, or why it cannot be read. Call it before asking for the next member. */
  content(): Promise<Buffer | { failed: MessageOrText }>;
  /** Instead of `content`, for files larger than memory. Does not check the archive's checksum. */
  stream(): AsyncIterable<Uint8Array>;
}

export interface PhotoCollection {
  kind: 'folder' | 'zip' | 'tar';
  /** @throws Refusal for a hostile, encrypted or broken archive. */
  list(): Promise<Listing>;
  /** The wanted members in the collection's order. @throws Refusal for a damaged archive. */
  read(wanted: ReadonlySet<number>): AsyncIterable<ReadMember>;
  close(): Promise<void>;
}

/** Limits of one import. */
export interface Limits {
  /** Number of files, folders and other entries. */
  entries: number;
  fileBytes: number;
  totalBytes: number;
  /** Unpacked bytes per byte of the archive, checked above `ratioFrom`: images hardly compress. */
  ratio: number;
  ratioFrom: number;
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

export const nameOf = ({ path }: Pick<PhotoMember, 'path'>): string => path.join('/');
