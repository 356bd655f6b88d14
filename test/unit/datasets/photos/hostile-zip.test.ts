/** Zip archives that mean harm, or come from long ago: refused, or contained, with the reason. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageOrText } from '../../../../core/messages';
import { Refusal } from '../../../../main/basics/refusal';
import { openPhotos } from '../../../../main/datasets/photos/containers/open';
import type { Limits } from '../../../../main/datasets/photos/members/collection';
import { nameOf } from '../../../../main/datasets/photos/members/collection';
import { english } from '../../../support/english';
import { removeTemporaryFolders, temporaryFolder } from '../fakes';
import { type RawEntry, rawZip, unicodePath } from './raw-zip';

afterAll(removeTemporaryFolders);

const body = Buffer.from('some bytes that stand for a picture');
const plain: RawEntry = { name: 'cat/1.jpg', bytes: body };

async function opened(bytes: Buffer, limits: Partial<Limits> = {}) {
  const path = join(temporaryFolder(), 'archive.zip');
  writeFileSync(path, bytes);
  return openPhotos(path, { limits });
}

/** Names and contents of what can be read, and what was left out. */
async function read(entries: readonly RawEntry[], limits: Partial<Limits> = {}) {
  const collection = await opened(rawZip(entries), limits);
  try {
    const { members, leftOut, skipped } = await collection.list();
    const contents: (string | { failed: MessageOrText })[] = [];
    for await (const { content } of collection.read(new Set(members.map(({ index }) => index)))) {
      const bytes = await content();
      contents.push('failed' in bytes ? bytes : bytes.toString());
    }
    return english({ names: members.map(nameOf), contents, leftOut, skipped });
  } finally {
    await collection.close();
  }
}

async function refusal(bytes: Buffer, limits: Partial<Limits> = {}): Promise<string> {
  const collection = await opened(bytes, limits);
  const error = await collection.list().then(
    () => new Error('was read'),
    (reason: Error) => reason,
  );
  await collection.close();
  expect(error).toBeInstanceOf(Refusal);
  return error.message;
}

test('stored and deflated members, zip64 fields, a comment', async () => {
  const entries: RawEntry[] = [
    plain,
    { name: 'cat/', mode: 0o040755 },
    { name: 'cat/2.jpg', bytes: Buffer.from('two'), method: 0 },
    { name: './dog//3.jpg', bytes: Buffer.from('three'), zip64: true },
    { name: 'dog\\4.jpg', bytes: Buffer.from('four') },
  ];
  expect(await read(entries)).toMatchObject({
    names: ['cat/1.jpg', 'cat/2.jpg', 'dog/3.jpg', 'dog/4.jpg'],
    contents: [body.toString(), 'two', 'three', 'four'],
    leftOut: [],
  });
  const commented = await opened(rawZip([plain], { comment: Buffer.from('made by hand') }));
  expect((await commented.list()).members).toHaveLength(1);
  await commented.close();
});

test.each([
  ['../../etc/passwd'],
  ['cat/../../x.jpg'],
  ['/etc/passwd'],
  ['\\\\server\\share\\x.jpg'],
  ['C:\\Windows\\x.jpg'],
  ['c:x.jpg'],
  ['cat\\..\\..\\x.jpg'],
])('a path that leads out is refused: %s', async (name) => {
  expect(await refusal(rawZip([plain, { name, bytes: body }]))).toMatch(
    /^Paths in an archive must stay inside it .*\. Received: "/,
  );
});

test.each([
  [0o120777, 'a symbolic link in an archive is not followed'],
  [0o060644, 'a block device'],
  [0o020644, 'a character device'],
  [0o010644, 'a pipe'],
])('mode %o is left out', async (mode, reason) => {
  const { names, leftOut } = await read([
    plain,
    { name: 'cat/2.jpg', bytes: Buffer.from('/etc/passwd'), mode },
  ]);
  expect(names).toEqual(['cat/1.jpg']);
  expect(leftOut).toEqual([{ file: 'cat/2.jpg', reason }]);
});

describe('bombs', () => {
  const zeros = Buffer.alloc(2_000_000);

  test('by the ratio of the whole', async () => {
    const bomb = rawZip([plain, { name: 'cat/2.jpg', bytes: zeros }]);
    expect(await refusal(bomb, { ratioFrom: 1e6, ratio: 100 })).toMatch(
      /The archive .* may unpack to at most 100 times its size\. Received: [\d.]+ kB that unpack to 2\.0 MB\./,
    );
  });

  test('by the total, and by one file', async () => {
    const entries = [1, 2, 3].map((n) => ({ name: `cat/${n}.jpg`, bytes: zeros }));
    expect(await refusal(rawZip(entries), { totalBytes: 5e6 })).toMatch(
      /The archive .* may unpack to at most 5\.0 MB, but is larger\./,
    );
    expect((await read([plain, { name: 'cat/9.jpg', bytes: zeros }], { fileBytes: 1e6 })).leftOut).toEqual([
      { file: 'cat/9.jpg', reason: 'it has 2.0 MB (at most 1.0 MB are read)' },
    ]);
  });

  test('more bytes than it says, fewer, another checksum: that one cannot be had', async () => {
    const { contents } = await read([
      { name: 'cat/1.jpg', bytes: zeros, size: 1000 },
      { name: 'cat/2.jpg', bytes: body, size: 1000 },
      { name: 'cat/3.jpg', bytes: body, crc: 1 },
      { name: 'cat/4.jpg', bytes: body },
    ]);
    expect(contents).toEqual([
      { failed: 'it unpacks to more than the 1,000 bytes it declares' },
      { failed: 'it should have 1,000 bytes, but has 35' },
      { failed: 'its bytes do not match the checksum in the archive' },
      body.toString(),
    ]);
  });

  test('entries that share bytes', async () => {
    const shared = [plain, { ...plain, name: 'cat/2.jpg', offset: 0 }];
    expect(await refusal(rawZip(shared))).toMatch(
      /Entries of an archive must not overlap\. In .*, two share the bytes from 0\./,
    );
    const inside = [plain, { ...plain, name: 'cat/2.jpg', offset: 20 }];
    expect(await refusal(rawZip(inside))).toMatch(/must not overlap/);
  });

  test('too many entries: by what it says, and by what it has', async () => {
    expect(await refusal(rawZip([plain], { count: 1_000_000 }))).toMatch(
      /The archive .* may have 500,000 entries, but has 1,000,000 entries\./,
    );
    const many = Array.from({ length: 12 }, (_, n) => ({ name: `cat/${n}.jpg`, method: 0 }));
    expect(await refusal(rawZip(many), { entries: 10 })).toMatch(/may have 10 entries/);
  });
});

describe('names', () => {
  const named = async (name: Buffer | string, more: Partial<RawEntry> = {}) =>
    (await read([{ name, bytes: body, ...more }])).names[0];

  test('UTF-8 with and without its flag, code page 437, Shift-JIS', async () => {
    expect(await named(Buffer.from('café/1.jpg'), { flags: 0x800 })).toBe('café/1.jpg');
    expect(await named(Buffer.from('café/1.jpg'))).toBe('café/1.jpg');
    expect(await named(Buffer.from('caf\x82/1.jpg', 'latin1'))).toBe('café/1.jpg');
    // "ねこ" (cat)
    expect(await named(Buffer.from('82cb82b12f312e6a7067', 'hex'))).toBe('ねこ/1.jpg');
  });

  test('the unicode field counts while it belongs to the name', async () => {
    const old = Buffer.from('caf?/1.jpg');
    expect(await named(old, { extra: unicodePath('café/1.jpg', old) })).toBe('café/1.jpg');
    expect(await named(old, { extra: unicodePath('café/1.jpg', Buffer.from('x')) })).toBe('caf?/1.jpg');
    expect(await refusal(rawZip([{ name: old, bytes: body, extra: unicodePath('../x.jpg', old) }]))).toMatch(
      /stay inside it/,
    );
  });

  test('invalid UTF-8, NUL, control characters and marks of direction cannot be seen', async () => {
    expect(await named(Buffer.from('c\xff\xfe/1.jpg', 'latin1'), { flags: 0x800 })).toBe(
      'c\ufffd\ufffd/1.jpg',
    );
    expect(await named('c\0at/1\n.jpg')).toBe('c\ufffdat/1\ufffd.jpg');
    expect(await named('cat\u202egpj.1/x.jpg', { flags: 0x800 })).toBe('cat\ufffdgpj.1/x.jpg');
  });

  test('decomposed letters are composed', async () => {
    expect(await named('cafe\u0301/1.jpg', { flags: 0x800 })).toBe('caf\u00e9/1.jpg');
  });

  test('4,000 characters, 40 folders and no name at all are left out', async () => {
    const { names, leftOut } = await read([
      plain,
      { name: `cat/${'x'.repeat(4000)}.jpg`, bytes: body },
      { name: `${'a/'.repeat(40)}1.jpg`, bytes: body },
      { name: '', bytes: body },
    ]);
    expect(names).toEqual(['cat/1.jpg']);
    expect(leftOut.map(({ reason }) => reason)).toEqual([
      'its path has 4,009 characters (at most 1,024 are read)',
      'it is in a folder 41 levels deep (at most 32 are read)',
      'it has no name',
    ]);
    expect(leftOut[0]!.file.length).toBeLessThan(160);
  });

  test('of two with one name the first is read', async () => {
    const { contents, leftOut } = await read([plain, { ...plain, bytes: Buffer.from('another') }]);
    expect(contents).toEqual([body.toString()]);
    expect(leftOut).toEqual([
      { file: 'cat/1.jpg', reason: 'its path occurs twice; only the first file is read' },
    ]);
  });

  test('names that differ in case alone are two files', async () => {
    const { names } = await read([
      { name: 'Cat/a.jpg', bytes: body },
      { name: 'cat/A.jpg', bytes: body },
      { name: 'cat/a.jpg', bytes: body },
    ]);
    expect(names).toEqual(['Cat/a.jpg', 'cat/A.jpg', 'cat/a.jpg']);
  });
});

test('places beyond the end of the archive, also beyond what a number holds', async () => {
  for (const offset of [5000, 2 ** 53, 2 ** 63]) {
    const { contents } = await read([
      { ...plain, offset, zip64: true },
      { ...plain, name: 'cat/2.jpg' },
    ]);
    expect(contents).toEqual([
      { failed: 'it cannot be unpacked: it names a place beyond its end' },
      body.toString(),
    ]);
  }
});

test('encrypted archives and rare methods are refused, archives in it are not opened', async () => {
  expect(await refusal(rawZip([{ ...plain, flags: 1 }]))).toMatch(
    /.* is encrypted \(cat\/1\.jpg\)\. Unpack it with its password, then import the folder\./,
  );
  expect(await refusal(rawZip([{ ...plain, flags: 0x41 }]))).toMatch(/strong encryption is not supported/);
  expect(await refusal(rawZip([{ ...plain, method: 14 }]))).toMatch(
    /A \.zip archive must be stored or deflated\. In .*, cat\/1\.jpg uses method 14\./,
  );
  expect((await read([plain, { name: 'more.zip', bytes: rawZip([plain]) }])).leftOut).toEqual([
    { file: 'more.zip', reason: 'it is an archive, which is not opened here; unpack it first' },
  ]);
});

test('what file managers leave is skipped and counted', async () => {
  const junk = ['__MACOSX/cat/._1.jpg', 'cat/.DS_Store', 'cat/Thumbs.db', 'cat/desktop.ini', '.git/x.jpg'];
  const { names, skipped, leftOut } = await read([plain, ...junk.map((name) => ({ name, bytes: body }))]);
  expect({ names, skipped, leftOut }).toEqual({ names: ['cat/1.jpg'], skipped: 5, leftOut: [] });
});

test('archives that are cut off or are none are refused', async () => {
  const whole = rawZip([plain]);
  expect(await refusal(whole.subarray(0, -30))).toMatch(
    /The \.zip archive .* cannot be read: End of central directory record signature not found\. Either not a zip file, or file is truncated\./,
  );
  await expect(opened(Buffer.from('Rar!\x1a\x07\x00 and so on', 'latin1'))).rejects.toThrow(
    /is not a \.zip, \.tar, .*the signature of a RAR archive/,
  );
  await expect(opened(Buffer.alloc(0))).rejects.toThrow(/is empty/);
});
