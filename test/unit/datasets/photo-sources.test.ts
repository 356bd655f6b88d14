/** Photographs of the catalogue: their class names, smaller editions, and what is given in their place. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { datasetInfoSchema } from '../../../core/contract/datasets';
import { textOf } from '../../../core/messages';
import { DatasetStore } from '../../../main/datasets';
import { english } from '../../support/english';
import { everythingIn, officialEntries, removeTemporaryFolders, tarGz, temporaryFolder } from './fakes';
import { zipOf } from './zip-of';

afterAll(removeTemporaryFolders);

const newStore = () =>
  new DatasetStore({ root: join(temporaryFolder(), 'datasets'), cache: temporaryFolder() });

let picture: Buffer;
beforeAll(async () => {
  const flat = { width: 40, height: 30, channels: 3 as const, background: '#4080c0' };
  picture = await sharp({ create: flat }).jpeg().toBuffer();
});

function folderOf(paths: readonly string[]): string {
  const folder = temporaryFolder();
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), picture);
  }
  return folder;
}

test('a few of cats and dogs, one broken: a sample, said so in words', async () => {
  const file = join(temporaryFolder(), 'pets.zip');
  const members = ['Cat/0', 'Cat/1', 'Dog/0', 'Dog/1'].map((name) => ({
    name: `PetImages/${name}.jpg`,
    content: picture,
  }));
  writeFileSync(
    file,
    zipOf([...members, { name: 'PetImages/Dog/2.jpg', content: Buffer.from('no picture') }]),
  );
  const store = newStore();
  const info = await store.importFrom('cats_vs_dogs', file);
  expect(english(datasetInfoSchema.parse(info))).toMatchObject({
    name: 'Cats vs. dogs',
    kind: 'catalogue',
    state: 'ready',
    sizes: 'varied',
    classes: ['cat', 'dog'],
    trainCount: 4,
    valCount: 0,
    dropped: 1,
    splitDescription:
      'a sample: 4 of 25,000 images; 4 images in one split: a part of them is held out for validation',
  });
  expect(info.sources).toEqual(['download', 'import']);
  expect((await store.manifest('cats_vs_dogs')).origin).toBe(file);
});

test('the WordNet ids of Imagenette become words, in the order of the ids', async () => {
  const ids = [
    ...['n01440764', 'n02102040', 'n02979186', 'n03000684', 'n03028079'],
    ...['n03394916', 'n03417042', 'n03425413', 'n03445777', 'n03888257'],
  ];
  const paths = ids.flatMap((id) => [
    `imagenette2-320/train/${id}/${id}_1.JPEG`,
    `imagenette2-320/val/${id}/${id}_2.JPEG`,
  ]);
  const store = newStore();
  const info = await store.importFrom('imagenette', folderOf(paths));
  expect(info).toMatchObject({ trainCount: 10, valCount: 10, valRole: 'validation' });
  expect(info.classes.slice(0, 3)).toEqual(['tench', 'English springer', 'cassette player']);
  expect(textOf(info.splitDescription)).toMatch(
    /^a sample: 20 of 13,394 images; trained on 10 training images, validated on 10 validation images/,
  );
});

test('what is known before they are here', async () => {
  const store = newStore();
  expect(english(await store.info('cats_vs_dogs'))).toMatchObject({
    state: 'absent',
    sizes: 'varied',
    trainCount: 25_000,
    downloadBytes: 824_887_076,
    splitDescription: '25,000 images in one split: a part of them is held out for validation',
  });
  expect(english(await store.info('imagewoof')).splitDescription).toBe(
    'trained on the 9,025 official training images, validated on the 3,929 official validation images',
  );
});

describe('what is given in their place is named', () => {
  test('Imagewoof for Imagenette', async () => {
    const store = newStore();
    const folder = folderOf(['train/n02086240/1.JPEG', 'train/n02087394/1.JPEG']);
    await expect(store.importFrom('imagenette', folder)).rejects.toThrow(
      /Imagenette has one folder for each of n01440764, n02102040, n02979186, n03000684, n03028079, n03394916, n03417042, n03425413, n03445777, n03888257, but n02086240, n020873/,
    );
    expect(everythingIn(store.root)).toEqual([]);
  });

  test("CIFAR-10's archive for Flowers", async () => {
    const file = join(temporaryFolder(), 'archive.tar.gz');
    writeFileSync(file, await tarGz(officialEntries()));
    const store = newStore();
    await expect(store.importFrom('tf_flowers', file)).rejects.toThrow(
      'This looks like CIFAR-10 (binary version)',
    );
    expect(everythingIn(store.root)).toEqual([]);
  });
});
