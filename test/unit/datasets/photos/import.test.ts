/** Whole imports: what is on the disk afterwards, and what is not. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { datasetInfoSchema, exampleSchema, examplesPageSchema } from '../../../../core/contract/datasets';
import { inEnglish, textOf } from '../../../../core/messages';
import { DatasetStore } from '../../../../main/datasets';
import { readListed, readRows } from '../../../../main/datasets/photos/stored/files';
import { readStored } from '../../../../main/datasets/storage/store';
import { english } from '../../../support/english';
import { removeTemporaryFolders, temporaryFolder } from '../fakes';
import { jpeg, petFiles, writeFiles, writeZip } from './pictures';

afterAll(removeTemporaryFolders);

const newStore = () => new DatasetStore({ root: join(temporaryFolder(), 'datasets') });

test.each(['folder', 'zip'])('a %s of class folders becomes a data set', async (kind) => {
  const files = await petFiles('Pets/');
  const path =
    kind === 'zip'
      ? writeZip(join(temporaryFolder(), 'pets.zip'), files)
      : writeFiles(temporaryFolder(), files);
  const store = newStore();
  const info = datasetInfoSchema.parse(await store.importOwn({ path, name: 'My Pets' }));
  expect(info).toMatchObject({
    id: 'my-pets',
    name: 'My Pets',
    kind: 'own',
    state: 'ready',
    sizes: 'varied',
    classes: ['cat', 'dog'],
    trainCount: 5,
    trainPerClass: [3, 2],
    valCount: 0,
    dropped: 0,
    odd: 0,
  });
  const folder = store.folder('my-pets');
  const rows = await readRows(folder, 'train');
  expect(rows.map(({ name }) => name)).toEqual([
    'Pets/cat/1.jpg',
    'Pets/dog/a.jpg',
    'Pets/cat/2.jpg',
    'Pets/dog/b.jpg',
    'Pets/cat/10.png',
  ]);
  for (const { path: kept, name, height, width } of rows) {
    expect(kept).toMatch(/^images\/000\/\d+\.(jpg|png)$/);
    expect(readFileSync(join(folder, kept)).equals(files[name]!)).toBe(true);
    if (name === 'Pets/cat/2.jpg') expect([height, width]).toEqual([60, 40]);
  }
  expect(info.bytes).toBe(Object.values(files).reduce((sum, bytes) => sum + bytes.length, 0));
  expect(readdirSync(store.root)).toEqual(['my-pets']);
});

test('examples are small squares, one image is its file', async () => {
  const store = newStore();
  const files = await petFiles();
  await store.importOwn({ path: writeFiles(temporaryFolder(), files), name: 'Pets' });
  const page = examplesPageSchema.parse(
    await store.examples({ id: 'pets', split: 'train', offset: 1, limit: 2 }),
  );
  expect(page).toMatchObject({
    imageShape: [96, 96, 3],
    indices: [1, 2],
    labels: [1, 0],
    sizes: [
      [16, 16],
      [60, 40],
    ],
    total: 5,
  });
  const bytes = Buffer.from(page.pixels, 'base64');
  expect(bytes.length).toBe(2 * 96 * 96 * 3);
  expect(new Set(bytes).size).toBeGreaterThan(50);
  const request = { id: 'pets', split: 'train', offset: 1, limit: 2 } as const;
  const larger = await store.examples({ ...request, side: 192 });
  expect(larger.imageShape).toEqual([192, 192, 3]);
  expect(Buffer.from(larger.pixels, 'base64').length).toBe(2 * 192 * 192 * 3);
  // Each size is kept for itself.
  expect(await store.examples(request)).toEqual(page);
  const dogs = await store.examples({ id: 'pets', split: 'train', offset: 0, limit: 9, classIndex: 1 });
  expect(dogs.indices).toEqual([1, 3]);
  const one = exampleSchema.parse(await store.example({ id: 'pets', split: 'train', index: 2 }));
  expect(one).toMatchObject({ mime: 'image/jpeg', height: 60, width: 40, label: 0, name: 'cat/2.jpg' });
  expect(Buffer.from(one.base64, 'base64').equals(files['cat/2.jpg']!)).toBe(true);
  await expect(store.example({ id: 'pets', split: 'train', index: 5 })).rejects.toThrow('Received: 5');
});

test('what does not decode is dropped and listed; the rest is imported', async () => {
  const store = newStore();
  const files = await petFiles();
  files['cat/3.jpg'] = Buffer.from('no picture');
  files['dog/c.jpg'] = (await jpeg(64, 64)).subarray(0, 700);
  files['dog/Thumbs.db'] = Buffer.from('junk');
  files['readme.txt'] = Buffer.from('hello');
  const info = await store.importOwn({ path: writeFiles(temporaryFolder(), files), name: 'Pets' });
  expect(info).toMatchObject({ trainCount: 5, dropped: 2, odd: 0 });
  expect(english(await readListed(store.folder('pets')))).toEqual([
    { file: 'cat/3.jpg', state: 'dropped', reason: 'text, not an image' },
    { file: 'dog/c.jpg', state: 'dropped', reason: expect.stringMatching(/^truncated: /) },
  ]);
});

test('nothing is left behind when nothing decodes, or when it is stopped', async () => {
  const store = newStore();
  const broken = writeFiles(temporaryFolder(), {
    'cat/1.jpg': Buffer.from('x'),
    'dog/1.jpg': Buffer.from('y'),
  });
  await expect(store.importOwn({ path: broken, name: 'Broken' })).rejects.toThrow(
    /At least two classes need images that can be decoded\. In .*, there are none\. cat\/1\.jpg: text, not an image/,
  );
  const stopper = new AbortController();
  const stopped = store.importOwn(
    { path: writeFiles(temporaryFolder(), await petFiles()), name: 'Stopped' },
    {
      signal: stopper.signal,
      onProgress: ({ phase }) => {
        if (inEnglish(phase) === 'Importing Stopped') stopper.abort(new Error('enough'));
      },
    },
  );
  await expect(stopped).rejects.toThrow('enough');
  expect(existsSync(store.root) ? readdirSync(store.root) : []).toEqual([]);
});

test('of a set of the catalogue in gzipped files none is said to be left out', async () => {
  const names = ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'];
  const files = Object.fromEntries(names.map((name) => [`${name}-ubyte.gz`, Buffer.from('x')]));
  const found = await newStore().inspect(writeFiles(temporaryFolder(), files));
  expect(found).toMatchObject({ kind: 'catalogue', catalogueId: 'mnist', leftOut: 0 });
});

test('what was dropped is described by its name, not by the folder of its copy', async () => {
  const copy = join(temporaryFolder(), 'uploads', '0f'.repeat(18), 'files');
  const store = newStore();
  const files = await petFiles();
  const named = await store.importOwn({ path: writeFiles(join(copy, 'pets'), files), name: 'Pets' });
  expect(textOf(named.description)).toBe('Your own images, from pets, dropped on the window');
  const several = writeFiles(copy.replace('0f', '1e'), files);
  expect(textOf((await store.importOwn({ path: several, name: 'Several' })).description)).toBe(
    'Your own images, dropped on the window',
  );
  const path = writeFiles(join(temporaryFolder(), 'pets'), files);
  expect(textOf((await store.importOwn({ path, name: 'Mine' })).description)).toBe(
    `Your own images, from ${path}`,
  );
});

test('splits have their roles, and their own labels', async () => {
  const files = {
    ...(await petFiles('set/train/')),
    ...(await petFiles('set/valid/')),
    ...(await petFiles('set/testing/')),
  };
  delete files['set/testing/cat/1.jpg'];
  const store = newStore();
  const info = await store.importOwn({ path: writeFiles(temporaryFolder(), files), name: 'Split' });
  expect(info).toMatchObject({ trainCount: 5, valCount: 5, testCount: 4, valRole: 'validation' });
  expect(info.testPerClass).toEqual([2, 2]);
  for (const name of Object.keys(files)) if (name.includes('/valid/')) delete files[name];
  const two = await store.importOwn({ path: writeFiles(temporaryFolder(), files), name: 'Two' });
  expect(two).toMatchObject({ trainCount: 5, valCount: 4, testCount: 0, valRole: 'test' });
});

test('a set that lost a picture or a list is damaged', async () => {
  const store = newStore();
  await store.importOwn({ path: writeFiles(temporaryFolder(), await petFiles()), name: 'Pets' });
  const folder = store.folder('pets');
  expect((await readStored(folder)).state).toBe('ready');
  const { rmSync, truncateSync } = await import('node:fs');
  truncateSync(join(folder, 'train.sizes.i32'), 8);
  expect(english(await readStored(folder))).toMatchObject({
    state: 'damaged',
    reason: expect.stringMatching(/train\.sizes\.i32 should have 40 bytes, but has 8/),
  });
  await store.importOwn({ path: writeFiles(temporaryFolder(), await petFiles()), name: 'Pets', id: 'pets' });
  rmSync(join(folder, (await readRows(folder, 'train'))[0]!.path));
  expect(english(await readStored(folder))).toMatchObject({ state: 'damaged' });
});
