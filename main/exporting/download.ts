/** An export as one stream of bytes for a browser: a file unchanged, a folder as a zip archive. */
import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { deflateSync, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { message } from '../../core/messages';
import { Refusal } from '../basics/refusal';
import { openRegular } from '../disk/regular-file';
import { plainFileName } from '../runs/ids';
import { findExport } from './find-export';

const CHUNK_BYTES = 1 << 20;
const LEVEL = 6;
/** Weights shrink by a few percent, which takes seconds; text and graphs shrink to a fraction. */
const WORTH_IT = 0.8;

export interface Download {
  /** File name for the browser. */
  name: string;
  /** Size of the content, uncompressed. */
  bytes: number;
  /** Length of the stream; unknown with compression. */
  length?: number;
  /** @param onRead called with the bytes of content in each piece. @throws Refusal when a file is gone or has changed. */
  stream(onRead: (bytes: number) => void): AsyncGenerator<Uint8Array>;
}

interface Part {
  /** In the archive, with slashes. */
  name: string;
  file: string;
  bytes: number;
  /** Differs when the file is replaced. */
  stamp: string;
}

/** @param find what to look for. @throws Refusal where there is nothing of ours, or it is incomplete. */
export async function prepareDownload(path: string, find = findExport): Promise<Download> {
  const found = await find(path);
  const name = plainFileName(basename(found.path));
  if (!found.isFolder) {
    const part = await partOf(found.path, name);
    const { bytes } = part;
    return { name, bytes, length: bytes, stream: (onRead) => chunksOf(part, onRead) };
  }
  // Not the files that others put there.
  const parts = await Promise.all(
    found.files.map((file) => partOf(join(found.path, file.path), `${name}/${file.path}`, file.bytes)),
  );
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  return { name: `${name}.zip`, bytes, stream: (onRead) => zipped(parts, onRead) };
}

async function partOf(file: string, name: string, expected?: number): Promise<Part> {
  const found = await lstat(file).catch(() => undefined);
  if (!found?.isFile() || (expected !== undefined && found.size !== expected)) throw changed(file);
  return { name, file, bytes: found.size, stamp: stampOf(found) };
}

const stampOf = ({ ino, size, mtimeMs }: Stats): string => `${ino}:${size}:${mtimeMs}`;

const changed = (file: string): Refusal => new Refusal(message('export.refused.tampered', { file }));

async function* chunksOf(
  { file, bytes, stamp }: Part,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const opened = await openRegular(file).catch(() => Promise.reject(changed(file)));
  try {
    const check = async () => {
      if (stampOf(await opened.stat()) !== stamp) throw changed(file);
    };
    await check();
    let rest = bytes;
    while (rest > 0) {
      const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, rest));
      const { bytesRead } = await opened.read(buffer);
      if (bytesRead === 0) throw changed(file);
      rest -= bytesRead;
      // Before the last piece, as an incomplete download must fail.
      if (rest === 0) await check();
      onRead(bytesRead);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await opened.close();
  }
}

/** Only one piece of one file is in memory at a time. */
async function* zipped(parts: readonly Part[], onRead: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let made: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    made.push(piece);
  });
  const taken = () => {
    const pieces = made;
    made = [];
    return pieces;
  };
  for (const part of parts) {
    let entry: ZipPassThrough | ZipDeflate | undefined;
    for await (const chunk of chunksOf(part, onRead)) {
      entry ??= entryFor(zip, part.name, chunk);
      entry.push(chunk);
      yield* taken();
    }
    entry ??= entryFor(zip, part.name, new Uint8Array());
    entry.push(new Uint8Array(), true);
    yield* taken();
  }
  zip.end();
  yield* taken();
}

/** @param beginning decides whether the content is compressed. */
function entryFor(zip: Zip, name: string, beginning: Uint8Array): ZipPassThrough | ZipDeflate {
  const sample = beginning.subarray(0, 1 << 18);
  const shrinks = deflateSync(sample, { level: LEVEL }).length < WORTH_IT * sample.length;
  const entry = shrinks ? new ZipDeflate(name, { level: LEVEL }) : new ZipPassThrough(name);
  zip.add(entry);
  return entry;
}
