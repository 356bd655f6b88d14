/** Archives in an archive or folder: opened where the pictures are in them, within the limits of one. */

import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { DatasetStore } from '../../../../main/datasets';
import { openPhotos } from '../../../../main/datasets/photos/containers/open';
import { readListed } from '../../../../main/datasets/photos/stored/files';
import { english } from '../../../support/english';
import { removeTemporaryFolders, temporaryFolder } from '../fakes';
import { type Files, jpeg, petFiles, writeFiles, writeZip } from './pictures';

afterAll(removeTemporaryFolders);

async function competition(): Promise<Files> {
  const train: Files = {};
  for (let n = 0; n < 3; n++) {
    train[`train/cat.${n}.jpg`] = await jpeg(24, 16, n + 1);
    train[`train/dog.${n}.jpg`] = await jpeg(24, 16, n + 11);
  }
  return {
    'train.zip': zipSync(train),
    'test1.zip': zipSync({ 'test1/1.jpg': await jpeg(24, 16, 30), 'test1/2.jpg': await jpeg(24, 16, 31) }),
    'sampleSubmission.csv': Buffer.from('id,label\n1,0\n2,0\n'),
  };
}

test.each(['zip', 'folder'])(
  'dogs-vs-cats as a %s of archives: classes by name, the test pictures left out',
  async (kind) => {
    const files = await competition();
    const path =
      kind === 'zip'
        ? writeZip(join(temporaryFolder(), 'dogs.zip'), files)
        : writeFiles(temporaryFolder(), files);
    const store = new DatasetStore({ root: join(temporaryFolder(), 'datasets') });
    expect(english(await store.inspect(path))).toMatchObject({
      kind: 'folders',
      labels: 'names',
      classes: ['cat', 'dog'],
      trainCount: 6,
      leftOut: 2,
      notes: ['2 images in "test1" have no labels and are skipped.'],
    });
    // Nothing unpacked stays.
    expect(existsSync(store.root) ? readdirSync(store.root) : []).toEqual([]);
    const info = await store.importOwn({ path, name: 'Dogs' });
    expect(info).toMatchObject({ classes: ['cat', 'dog'], trainPerClass: [3, 3], dropped: 2 });
    expect(english(await readListed(store.folder('dogs')))).toMatchObject([
      { file: 'test1/test1/', count: 2 },
    ]);
    expect(readdirSync(store.root)).toEqual(['dogs']);
  },
);

test('beside pictures they stay closed, and are listed', async () => {
  const path = writeFiles(temporaryFolder(), { ...(await petFiles()), 'cat.zip': zipSync(await petFiles()) });
  const store = new DatasetStore({ root: join(temporaryFolder(), 'datasets') });
  expect(english(await store.inspect(path))).toMatchObject({
    classes: ['cat', 'dog'],
    trainCount: 5,
    leftOut: 1,
  });
});

describe('bounds', () => {
  const within = (depth: number, files: Files): Files =>
    depth === 0 ? files : within(depth - 1, { 'more.zip': zipSync(files) });
  async function listed(files: Files, limits = {}) {
    const path = join(temporaryFolder(), 'a.zip');
    writeFileSync(path, zipSync(files));
    const collection = await openPhotos(path, { limits, scratch: temporaryFolder() });
    try {
      return await collection.list();
    } finally {
      await collection.close();
    }
  }

  test('of depth', async () => {
    const pets = await petFiles();
    expect((await listed(within(2, pets))).members).toHaveLength(5);
    const deep = await listed(within(3, pets));
    expect(deep.members).toEqual([]);
    expect(english(deep.leftOut)).toEqual([
      { file: 'more.zip/more.zip/more.zip', reason: expect.stringMatching(/not opened/) },
    ]);
  });

  test('of entries and bytes, counted together', async () => {
    const two = { 'a.zip': zipSync(await petFiles()), 'b.zip': zipSync(await petFiles()) };
    expect((await listed(two)).members).toHaveLength(10);
    await expect(listed(two, { entries: 8 })).rejects.toThrow(/b\.zip in .*a\.zip may have 3 entries/);
    await expect(listed(two, { totalBytes: 7000 })).rejects.toThrow(/may unpack to/);
    const zeros = zipSync({ '1.jpg': new Uint8Array(400_000) });
    await expect(listed({ 'a.zip': zeros }, { ratioFrom: 1000 })).rejects.toThrow(
      /The archive a\.zip in .* may unpack to at most 100 times its size\. Received: 512 bytes that unpack to 400 kB\./,
    );
  });

  test('a damaged one is refused by its name', async () => {
    await expect(listed({ 'train.zip': Buffer.from('PK\u0003\u0004 and no more') })).rejects.toThrow(
      /The \.zip archive train\.zip in .* cannot be read: End of central directory record signature not found\. Either not a zip file, or file is truncated\./,
    );
  });
});

test('folders that differ in the Unicode form of their names stay two classes until they are merged', async () => {
  const files = {
    'caf\u00e9/1.jpg': await jpeg(24, 16, 1),
    'caf\u00e9/2.jpg': await jpeg(24, 16, 2),
    'cafe\u0301/1.jpg': await jpeg(24, 16, 3),
    'bar/1.jpg': await jpeg(24, 16, 4),
  };
  const path = writeZip(join(temporaryFolder(), 'x.zip'), files);
  const store = new DatasetStore({ root: join(temporaryFolder(), 'datasets') });
  const seen = english(await store.inspect(path));
  expect(seen.classes).toEqual(['bar', 'café', 'café (other Unicode form)']);
  expect(seen.alike).toEqual([['café', 'café (other Unicode form)']]);
  const merged = await store.importOwn({ path, name: 'X', mergeClasses: true });
  expect(merged).toMatchObject({ classes: ['bar', 'café'], trainPerClass: [1, 3] });
});
