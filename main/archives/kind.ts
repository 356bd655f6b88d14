/** What kind of archive a file is, by its first bytes. */
import { open } from 'node:fs/promises';
import { type Key, listOf, message, type Value } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';

export type ArchiveKind = 'tar' | 'gzip' | 'xz' | 'zip';

/** Common formats that we do not read, so that an error can name them. */
const unsupportedFormats: readonly [string, Key][] = [
  ['526172211a07', 'archives.start.rar'],
  ['377abcaf271c', 'archives.start.sevenZip'],
  ['28b52ffd', 'archives.start.zstandard'],
  ['425a68', 'archives.start.bzip2'],
];

/** @throws Refusal when it is none of `accepted`, or cannot be read. */
export async function archiveKind(
  path: string,
  accepted: readonly ArchiveKind[] = ['tar', 'gzip', 'xz'],
): Promise<ArchiveKind> {
  const start = await firstBytes(path);
  const kind = kindOf(start);
  if (kind && accepted.includes(kind)) return kind;
  const formats = listOf([...(accepted.includes('zip') ? ['.zip'] : []), '.tar', '.tar.gz', '.tar.xz'], 'or');
  throw new Refusal(
    start.length === 0
      ? message('archives.empty', { path, formats })
      : message('archives.other', { path, formats, start: describeStart(start) }),
  );
}

function kindOf(start: Buffer): ArchiveKind | undefined {
  const hex = start.toString('hex', 0, 6);
  if (hex.startsWith('1f8b')) return 'gzip';
  if (hex === 'fd377a585a00') return 'xz';
  // The second is the end record, which an empty archive begins with.
  if (hex.startsWith('504b0304') || hex.startsWith('504b0506')) return 'zip';
  if (start.subarray(257, 262).toString('latin1') === 'ustar') return 'tar';
  return undefined;
}

async function firstBytes(path: string): Promise<Buffer> {
  const head = Buffer.alloc(512);
  const file = await open(path, 'r').catch((error: Error) => {
    refuse('archives.unreadable', { error: error.message });
  });
  try {
    return head.subarray(0, (await file.read(head, 0, 512, 0)).bytesRead);
  } finally {
    await file.close();
  }
}

function describeStart(start: Buffer): Value {
  const few = start.subarray(0, 16);
  const known = unsupportedFormats.find(([hex]) => few.toString('hex').startsWith(hex));
  if (known) return message(known[1]);
  const text = few.toString('latin1');
  return /^[\x20-\x7e\s]+$/.test(text)
    ? JSON.stringify(text)
    : message('archives.start.bytes', { bytes: few.subarray(0, 8).toString('hex') });
}
