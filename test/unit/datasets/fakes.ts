/** A CIFAR-10 of a few dozen images, in every container, and a place to put it. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { type CifarRelease, createCifar10 } from '../../../main/datasets/sources/cifar10';

export const RECORD = 3073;
const recordsPerFile = { train: 400, val: 30 };

/** Records whose every byte tells file, record and place, so that a misplaced one is seen. */
export function recordByte(file: number, record: number, place: number): number {
  return place === 0
    ? (file * 3 + record) % 10
    : (file * 31 + record * 7 + place * 13 + (place >> 10)) & 0xff;
}

function fakeFile(file: number, records: number): Buffer {
  const bytes = Buffer.alloc(records * RECORD);
  for (let r = 0; r < records; r++) {
    for (let p = 0; p < RECORD; p++) bytes[r * RECORD + p] = recordByte(file, r, p);
  }
  return bytes;
}

export const fileNames = [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`).concat('test_batch.bin');

export const contents: ReadonlyMap<string, Buffer> = new Map(
  fileNames.map((name, i) => [name, fakeFile(i, i < 5 ? recordsPerFile.train : recordsPerFile.val)]),
);

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

export function fakeRelease(overrides: Partial<CifarRelease> = {}): CifarRelease {
  return {
    url: 'http://127.0.0.1:9/never',

    archiveBytes: 1000,
    files: fileNames.map((name, i) => ({
      name,
      split: i < 5 ? 'train' : 'val',
      bytes: contents.get(name)!.length,
      sha256: sha256(contents.get(name)!),
    })),
    ...overrides,
  };
}

export const fakeCifar10 = createCifar10(fakeRelease());

export interface FakeEntry {
  name: string;
  content?: Uint8Array;
  type?: 'file' | 'symlink' | 'directory';
  linkname?: string;
}

/** The contents of the official archive, with some files replaced, left out (null) or added. */
export function officialEntries(changes: Record<string, Uint8Array | null> = {}): FakeEntry[] {
  const files = fileNames
    .filter((name) => changes[name] !== null)
    .map((name) => ({ name, content: changes[name] ?? contents.get(name)! }));
  return [
    { name: 'cifar-10-batches-bin/', type: 'directory' },
    { name: 'cifar-10-batches-bin/batches.meta.txt', content: Buffer.from('airplane\n') },
    ...files.map(({ name, content }) => ({ name: `cifar-10-batches-bin/${name}`, content })),
    { name: 'cifar-10-batches-bin/readme.html', content: Buffer.from('<html>') },
  ];
}

export async function tar(entries: readonly FakeEntry[]): Promise<Buffer> {
  const packer = pack();
  for (const { name, content, type, linkname } of entries) {
    packer.entry({ name, type: type ?? 'file', linkname }, Buffer.from(content ?? []));
  }
  packer.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of packer) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

export const tarGz = async (entries: readonly FakeEntry[]): Promise<Buffer> =>
  gzipSync(await tar(entries), { level: 1 });

const folders: string[] = [];
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-datasets-test-'));
  folders.push(folder);
  return folder;
}
export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function writeFolder(folder: string, changes: Record<string, Uint8Array | null> = {}): string {
  mkdirSync(folder, { recursive: true });
  for (const name of fileNames) {
    if (changes[name] !== null) writeFileSync(join(folder, name), changes[name] ?? contents.get(name)!);
  }
  return folder;
}

/** Everything in a data set root, hidden leftovers included. */
export function everythingIn(root: string): string[] {
  try {
    return readdirSync(root).sort();
  } catch {
    return [];
  }
}
