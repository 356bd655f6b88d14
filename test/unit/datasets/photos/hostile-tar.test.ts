/** Tar archives, packed and not, of people who mean harm: refused, or contained, with the reason. */

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { Refusal } from '../../../../main/basics/refusal';
import { openPhotos } from '../../../../main/datasets/photos/containers/open';
import { type Limits, nameOf } from '../../../../main/datasets/photos/members/collection';
import { english } from '../../../support/english';
import { removeTemporaryFolders, temporaryFolder } from '../fakes';

afterAll(removeTemporaryFolders);

type Entry = [header: Partial<Header> & { name: string }, bytes?: string | Buffer];

async function tarOf(entries: readonly Entry[]): Promise<Buffer> {
  const archive = pack();
  for (const [header, bytes] of entries) archive.entry({ ...header }, bytes as Buffer);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function opened(bytes: Buffer, limits: Partial<Limits> = {}) {
  const path = join(temporaryFolder(), 'archive.tar');
  writeFileSync(path, bytes);
  return openPhotos(path, { limits });
}

async function read(archive: Buffer, limits: Partial<Limits> = {}) {
  const collection = await opened(archive, limits);
  const { members, leftOut } = await collection.list();
  const contents: string[] = [];
  for await (const { content } of collection.read(new Set(members.map(({ index }) => index)))) {
    contents.push((await content()).toString());
  }
  return english({ kind: collection.kind, names: members.map(nameOf), contents, leftOut });
}

async function refusal(archive: Buffer, limits: Partial<Limits> = {}): Promise<string> {
  const error = await (await opened(archive, limits)).list().then(
    () => new Error('was read'),
    (reason: Error) => reason,
  );
  expect(error).toBeInstanceOf(Refusal);
  return error.message;
}

const plain: Entry[] = [
  [{ name: 'cat/', type: 'directory' }],
  [{ name: 'cat/1.jpg' }, 'one'],
  [{ name: './dog/2.jpg' }, 'two'],
];
const hasXz = spawnSync('xz', ['--version']).status === 0;

test.each([
  ['tar', (bytes: Buffer) => bytes],
  ['tar.gz', (bytes: Buffer) => gzipSync(bytes)],
  ...(hasXz
    ? ([['tar.xz', (bytes: Buffer) => spawnSync('xz', ['--stdout'], { input: bytes }).stdout]] as const)
    : []),
] as const)('members of a %s', async (_, packed) => {
  expect(await read(packed(await tarOf(plain)))).toEqual({
    kind: 'tar',
    names: ['cat/1.jpg', 'dog/2.jpg'],
    contents: ['one', 'two'],
    leftOut: [],
  });
});

test.each(['../x.jpg', 'cat/../../x.jpg', '/etc/x.jpg', 'C:/x.jpg', '..\\x.jpg'])(
  'a path that leads out is refused: %s',
  async (name) => {
    expect(await refusal(await tarOf([...plain, [{ name }, 'x']]))).toMatch(/stay inside it/);
  },
);

test('links and devices are left out', async () => {
  const { names, leftOut } = await read(
    await tarOf([
      ...plain,
      [{ name: 'cat/3.jpg', type: 'symlink', linkname: '/etc/passwd' }],
      [{ name: 'cat/4.jpg', type: 'link', linkname: '../../x' }],
      [{ name: 'cat/5.jpg', type: 'character-device', devmajor: 1, devminor: 5 }],
      [{ name: 'cat/6.jpg', type: 'fifo' }],
    ]),
  );
  expect(names).toEqual(['cat/1.jpg', 'dog/2.jpg']);
  expect(leftOut).toEqual([
    { file: 'cat/3.jpg', reason: 'a symbolic link in an archive is not followed' },
    { file: 'cat/4.jpg', reason: 'a hard link in an archive is not followed' },
    { file: 'cat/5.jpg', reason: 'a character device' },
    { file: 'cat/6.jpg', reason: 'a pipe' },
  ]);
});

test('bombs by ratio and total, and a million entries', async () => {
  const zeros = gzipSync(await tarOf([[{ name: 'cat/1.jpg' }, Buffer.alloc(3_000_000)]]));
  expect(await refusal(zeros, { ratioFrom: 1e6, ratio: 50 })).toMatch(
    /it unpacks to more than 1,000,000 bytes/,
  );
  const two = await tarOf([1, 2].map((n): Entry => [{ name: `cat/${n}.jpg` }, Buffer.alloc(2_000_000)]));
  expect(await refusal(two, { totalBytes: 3e6 })).toMatch(
    /The archive .* may unpack to at most 3\.0 MB, but is larger\./,
  );
  const many = await tarOf(Array.from({ length: 30 }, (_, n): Entry => [{ name: `cat/${n}.jpg` }, 'x']));
  expect(await refusal(many, { entries: 20 })).toMatch(/may have 20 entries/);
});

test('names: long ones, extended headers, other encodings', async () => {
  const shiftJis = Buffer.from('82cb82b12f312e6a7067', 'hex').toString('latin1');
  const archive = await tarOf([
    [{ name: `cat/${'é'.repeat(80)}.jpg` }, 'x'],
    [{ name: 'cat/plain.jpg' }, 'y'],
    [{ name: `cat/${'x'.repeat(4000)}.jpg` }, 'z'],
  ]);
  // tar-stream writes UTF-8: the bytes are put in their place, and the checksum with them.
  const old = await tarOf([[{ name: 'ABCDEFGHIJ' }, 'w']]);
  old.write(shiftJis, 0, 'latin1');
  old.write(checksum(old), 148, 'latin1');
  const { names, leftOut } = await read(Buffer.concat([old.subarray(0, 1024), archive]));
  expect(names).toEqual(['ねこ/1.jpg', `cat/${'é'.repeat(80)}.jpg`, 'cat/plain.jpg']);
  expect(leftOut.map(({ reason }) => reason)).toEqual([
    'its path has 4,009 characters (at most 1,024 are read)',
  ]);
});

test('archives that are cut off are refused', async () => {
  const whole = await tarOf([[{ name: 'cat/1.jpg' }, Buffer.alloc(5000, 1)]]);
  expect(await refusal(whole.subarray(0, 2000))).toMatch(
    /The archive .* \([\d.]+ kB\) is damaged, or unpacks to more than 100 times its size: Unexpected end of data\./,
  );
  expect(await refusal(gzipSync(whole).subarray(0, -20))).toMatch(
    /The archive .* \(\d+ bytes\) is damaged, or unpacks to more than 100 times its size: unexpected end of file\./,
  );
});

function checksum(header: Buffer): string {
  let sum = 8 * 32;
  for (let n = 0; n < 512; n++) if (n < 148 || n >= 156) sum += header[n]!;
  return `${sum.toString(8).padStart(6, '0')}\0 `;
}
