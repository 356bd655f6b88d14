/** The members of a tar archive, in order. */
import { pipeline } from 'node:stream/promises';
import { type ExtractEvents, extract, type Header } from 'tar-stream';
import { asFailure } from './broken';
import type { ArchiveKind } from './kind';
import { limited, unpacked } from './unpack';

type Entry = ExtractEvents['entry'][1];

export interface TarMember {
  header: Header;
  /** Call it before requesting the next member, or not at all. */
  content(): AsyncIterable<Uint8Array>;
}

export interface TarOptions {
  maxBytes: number;
  signal?: AbortSignal;
  xz?: string;
  /** The encoding of names that do not declare one; latin1 keeps every byte. */
  names?: 'utf-8' | 'latin1';
}

/** @throws BrokenContainer when the archive is damaged, truncated, or unpacks to more than `maxBytes`. */
export async function* tarMembers(
  path: string,
  kind: ArchiveKind,
  options: TarOptions,
): AsyncGenerator<TarMember> {
  const stopper = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stopper.signal]) : stopper.signal;
  // The types lack this option.
  const tar = extract({ filenameEncoding: options.names ?? 'utf-8' } as Parameters<typeof extract>[0]);
  // Resolves to the first error of any part; that error also destroys `tar` and so ends the loop below.
  const outcome = pipeline(unpacked(path, kind, signal, options), limited(options.maxBytes), tar, {
    signal,
  }).then(
    () => undefined,
    (error: unknown) => error,
  );
  const fail = async (error: unknown): Promise<never> => {
    tar.destroy();
    const cause = await outcome;
    options.signal?.throwIfAborted();
    throw asFailure(cause ?? error);
  };
  try {
    const entries = tar[Symbol.asyncIterator]();
    for (;;) {
      const next = await entries.next().catch(fail);
      if (next.done) break;
      const entry: Entry = next.value;
      yield { header: entry.header, content: () => contentOf(entry, fail) };
      entry.resume();
    }
    const error = await outcome;
    if (error) await fail(error);
  } finally {
    stopper.abort();
    tar.destroy();
    await outcome;
  }
}

/** False for links, devices and folders. */
export const isFile = ({ type }: Header): boolean => type === 'file' || type === 'contiguous-file';

async function* contentOf(
  entry: Entry,
  fail: (error: unknown) => Promise<never>,
): AsyncGenerator<Uint8Array> {
  const chunks = entry[Symbol.asyncIterator]();
  for (;;) {
    const next = await chunks.next().catch(fail);
    if (next.done) return;
    yield next.value as Uint8Array;
  }
}
