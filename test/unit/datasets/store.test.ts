/** What the store tells about data sets, and its pages of examples. */

import { cpSync, mkdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { datasetInfoSchema, examplesPageSchema } from '../../../core/contract/datasets';
import { textOf } from '../../../core/messages';
import { Refusal } from '../../../main/basics/refusal';
import type { RawSplit } from '../../../main/compiler/types';
import { DatasetStore, splitSource } from '../../../main/datasets';
import { shapes } from '../../../main/datasets/sources/shapes';
import { english } from '../../support/english';
import {
  everythingIn,
  fakeCifar10,
  officialEntries,
  removeTemporaryFolders,
  tar,
  temporaryFolder,
  writeFolder,
} from './fakes';

afterAll(removeTemporaryFolders);

function newStore(sources = [fakeCifar10, shapes]): DatasetStore {
  const folder = temporaryFolder();
  return new DatasetStore({ root: join(folder, 'datasets'), cache: join(folder, 'cache'), sources });
}

test('a disk that is full, or not to be written to, is refused in plain words; nothing is left', async () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const generate = async () => {
    throw full;
  };
  const store = newStore([{ ...shapes, generate }]);
  const drawn = store.generate({ trainCount: 10, valCount: 2, seed: 1 });
  await expect(drawn).rejects.toThrow(Refusal);
  await expect(drawn).rejects.toThrow(
    /^Shapes could not be generated \(in .*\)\. The disk is full, .* free \(ENOSPC: no space left on device, write\)\. Free up disk space\. Then try again\.$/,
  );
  expect(everythingIn(store.root)).toEqual([]);

  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  const below = new DatasetStore({ root: join(file, 'datasets'), sources: [shapes] });
  const made = below.generate({ trainCount: 10, valCount: 2, seed: 1 });
  await expect(made).rejects.toThrow(/Shapes could not be generated .*\. Part of the path is a file/);
});

describe('info', () => {
  test('of the real CIFAR-10 before it is here', async () => {
    const info = await new DatasetStore({ root: temporaryFolder() }).info('cifar10');
    expect(english(datasetInfoSchema.parse(info))).toMatchObject({
      state: 'absent',
      trainCount: 50_000,
      valCount: 10_000,
      trainPerClass: [],
      imageShape: [32, 32, 3],
      splitDescription:
        'trained on the 50,000 official training images, validated on the 10,000 official test images',
      sources: ['download', 'import'],
    });
    expect(info.classes[6]).toBe('frog');
  });

  test('of an imported data set', async () => {
    const store = newStore();
    const info = await store.importFrom('cifar10', writeFolder(temporaryFolder()));
    expect(datasetInfoSchema.parse(info)).toMatchObject({
      state: 'ready',
      trainCount: 2000,
      valCount: 30,
      trainPerClass: new Array(10).fill(200),
      valPerClass: new Array(10).fill(3),
      bytes: 2030 * 3076,
    });
    expect(await store.list()).toEqual([info, await store.info('shapes')]);
  });

  test('an unknown data set is refused with the known ones', async () => {
    await expect(newStore().info('mnist')).rejects.toThrow(
      'There is no data set "mnist". Choose one of cifar10 or shapes.',
    );
  });

  test('the manifest of an absent data set says how to get it', async () => {
    await expect(newStore().manifest('cifar10')).rejects.toThrow(
      /CIFAR-10 is not on this machine\. To get it, download it from .* or import it from an archive or folder\./,
    );
  });
});

test('what the trainer reads is where the manifest says', async () => {
  const store = newStore();
  await store.generate({ trainCount: 30, valCount: 20, seed: 3 });
  const source = splitSource(store.folder('shapes'), await store.manifest('shapes'), 'val') as RawSplit;
  expect(source.count).toBe(20);
  expect(readFileSync(source.imagesFile).length).toBe(20 * 3072);
  expect(readFileSync(source.labelsFile).length).toBe(20 * 4);
});

describe('examples', () => {
  let store: DatasetStore;
  beforeAll(async () => {
    store = newStore();
    await store.importFrom('cifar10', writeFolder(temporaryFolder()));
  });

  const labelAt = (index: number): number =>
    readFileSync(join(store.folder('cifar10'), 'train.labels.i32')).readInt32LE(index * 4);
  const imageAt = (index: number): Buffer =>
    readFileSync(join(store.folder('cifar10'), 'train.images.u8')).subarray(index * 3072, (index + 1) * 3072);

  test('a page in the middle', async () => {
    const page = await store.examples({ id: 'cifar10', split: 'train', offset: 399, limit: 3 });
    expect(examplesPageSchema.parse(page)).toMatchObject({
      total: 2000,
      indices: [399, 400, 401],
      labels: [labelAt(399), labelAt(400), labelAt(401)],
      imageShape: [32, 32, 3],
    });
    const pixels = Buffer.from(page.pixels, 'base64');
    expect(pixels.equals(Buffer.concat([399, 400, 401].map(imageAt)))).toBe(true);
  });

  test('only one class', async () => {
    const page = await store.examples({
      id: 'cifar10',
      split: 'train',
      offset: 150,
      limit: 100,
      classIndex: 7,
    });
    expect(page.total).toBe(200);
    expect(page.indices).toHaveLength(50);
    expect(page.labels).toEqual(new Array(50).fill(7));
    expect(page.indices.map(labelAt)).toEqual(page.labels);
    const pixels = Buffer.from(page.pixels, 'base64');
    expect(pixels.equals(Buffer.concat(page.indices.map(imageAt)))).toBe(true);
  });

  test('exactly those that are asked for, in their order', async () => {
    const request = { id: 'cifar10', split: 'train', offset: 0, limit: 10 } as const;
    const page = await store.examples({ ...request, indices: [7, 1999, 8, 9] });
    expect(page).toMatchObject({ total: 2000, indices: [7, 1999, 8, 9] });
    const pixels = Buffer.from(page.pixels, 'base64');
    expect(pixels.equals(Buffer.concat([7, 1999, 8, 9].map(imageAt)))).toBe(true);
    await expect(store.examples({ ...request, indices: [0, 2000] })).rejects.toThrow(
      'CIFAR-10 has 2,000 images in its training split, counted from 0. Received: 2000.',
    );
  });

  test('beyond the end there is an empty page', async () => {
    const page = await store.examples({ id: 'cifar10', split: 'val', offset: 30, limit: 10 });
    expect(page).toMatchObject({ total: 30, indices: [], labels: [], pixels: '' });
  });

  test('a class that is not there', async () => {
    await expect(
      store.examples({ id: 'cifar10', split: 'val', offset: 0, limit: 10, classIndex: 10 }),
    ).rejects.toThrow('CIFAR-10 has classes 0 to 9. Received: 10');
  });

  test('the label index follows a new import', async () => {
    const other = newStore();
    await other.generate({ trainCount: 20, valCount: 10, seed: 1 });
    const request = { id: 'shapes', split: 'train', offset: 0, limit: 10, classIndex: 2 } as const;
    expect(english(await other.examples(request)).total).toBe(2);
    await other.generate({ trainCount: 70, valCount: 10, seed: 1 });
    expect(english(await other.examples(request)).total).toBe(7);
  });
});

describe('ensureReady', () => {
  test('draws shapes once', async () => {
    const small = { ...shapes, generateDefaults: { trainCount: 30, valCount: 10, seed: 5 } };
    const store = newStore([small]);
    const { manifest, folder } = await store.ensureReady('shapes');
    expect(manifest.train.count).toBe(30);
    expect(manifest.origin).toBe('drawn from seed 5');
    expect(folder).toBe(store.folder('shapes'));
    expect((await store.ensureReady('shapes')).manifest).toEqual(manifest);
  });

  test('imports the given path, and again only when it has changed', async () => {
    const archive = join(temporaryFolder(), 'cifar.tar');
    writeFileSync(archive, await tar(officialEntries()));
    const store = newStore();
    const first = (await store.ensureReady('cifar10', { dataPath: archive })).manifest;
    expect(first.origin).toBe(archive);
    expect((await store.ensureReady('cifar10', { dataPath: archive })).manifest).toEqual(first);
    expect((await store.ensureReady('cifar10')).manifest).toEqual(first);
    truncateSync(archive, 100_000);
    utimesSync(archive, 1, 1);
    await expect(store.ensureReady('cifar10', { dataPath: archive })).rejects.toThrow('truncated or damaged');
    expect(await store.manifest('cifar10')).toEqual(first);
  });

  test('a drawn data set takes no path', async () => {
    await expect(newStore().ensureReady('shapes', { dataPath: 'somewhere' })).rejects.toThrow(Refusal);
  });
});

describe('a data set that is damaged on disk is not called ready', () => {
  test.each([
    ['a short file', (folder: string) => truncateSync(join(folder, 'val.images.u8'), 5)],
    [
      'no manifest that can be read',
      (folder: string) => writeFileSync(join(folder, 'dataset.json'), '{"id":'),
    ],
    ['a manifest of something else', (folder: string) => writeFileSync(join(folder, 'dataset.json'), '{}')],
  ])('%s', async (_what, harm) => {
    const store = newStore();
    await store.generate({ trainCount: 20, valCount: 10, seed: 1 });
    harm(store.folder('shapes'));
    expect(english(await store.info('shapes')).state).toBe('absent');
    await expect(store.manifest('shapes')).rejects.toThrow(
      /^Shapes is damaged \(.*\)\. To fix it, generate it from a seed\.$/s,
    );
    await store.generate({ trainCount: 20, valCount: 10, seed: 1 });
    expect(english(await store.info('shapes')).state).toBe('ready');
  });
});

test('leftovers of a killed import are swept at the first look', async () => {
  const store = newStore();
  mkdirSync(join(store.root, '.cifar10.importing-999999999-0a'), { recursive: true });
  await store.list();
  expect(everythingIn(store.root)).toEqual([]);
});

test('removed is removed, and can be done twice', async () => {
  const store = newStore();
  await store.generate({ trainCount: 20, valCount: 10, seed: 1 });
  await store.remove('shapes');
  await store.remove('shapes');
  expect(english(await store.info('shapes')).state).toBe('absent');
  expect(everythingIn(store.root)).toEqual([]);
});

describe("a person's own data sets", () => {
  /** As an import of one's own leaves it: a folder that no source knows. */
  async function storeWithOwn(id = 'my-pets', name = 'My pets'): Promise<DatasetStore> {
    const store = newStore([{ ...shapes, generateDefaults: { trainCount: 20, valCount: 10, seed: 1 } }]);
    const { folder } = await store.ensureReady('shapes');
    cpSync(folder, join(store.root, id), { recursive: true });
    const manifest = JSON.parse(readFileSync(join(folder, 'dataset.json'), 'utf8'));
    const own = { ...manifest, id, name, origin: '/home/me/pets' };
    writeFileSync(join(store.root, id, 'dataset.json'), JSON.stringify(own));
    return store;
  }

  test('are listed after the catalogue, trained on and looked at as any other', async () => {
    const store = await storeWithOwn();
    mkdirSync(join(store.root, 'no-data-set'));
    const list = await store.list();
    expect(list.map(({ id, kind, state }) => [id, kind, state])).toEqual([
      ['shapes', 'drawn', 'ready'],
      ['my-pets', 'own', 'ready'],
    ]);
    expect(datasetInfoSchema.parse(list[1])).toMatchObject({ name: 'My pets', trainCount: 20, sources: [] });
    expect(await store.info('my-pets')).toEqual(list[1]);
    const { manifest, folder } = await store.ensureReady('my-pets');
    expect([manifest.name, folder]).toEqual(['My pets', join(store.root, 'my-pets')]);
    const page = await store.examples({ id: 'my-pets', split: 'val', offset: 0, limit: 3 });
    expect(page.total).toBe(10);
  });

  test('are removed, and unknown then; what there is is named', async () => {
    const store = await storeWithOwn();
    await expect(store.info('my-cats')).rejects.toThrow(
      'There is no data set "my-cats". Choose one of shapes or my-pets.',
    );
    await store.remove('my-pets');
    await expect(store.info('my-pets')).rejects.toThrow(
      'There is no data set "my-pets". Choose one of shapes.',
    );
    expect(everythingIn(store.root)).toEqual(['shapes']);
  });

  test('cannot be downloaded or imported over', async () => {
    const store = await storeWithOwn();
    await expect(store.download('my-pets')).rejects.toThrow(
      '"My pets" (my-pets) is your own data set. To get it again, import it again from its folder or archive.',
    );
    await expect(store.importFrom('my-pets', '/tmp')).rejects.toThrow(
      '"My pets" (my-pets) is your own data set.',
    );
  });

  test('a damaged one is listed with what is wrong, not trained on, and can be removed', async () => {
    const store = await storeWithOwn();
    truncateSync(join(store.root, 'my-pets', 'val.images.u8'), 5);
    const info = (await store.list())[1]!;
    expect(info.state).toBe('absent');
    expect(textOf(info.problem!)).toContain('val.images.u8');
    await expect(store.manifest('my-pets')).rejects.toThrow(/My pets is damaged .*import it again/);
    await store.remove('my-pets');
    expect(everythingIn(store.root)).toEqual(['shapes']);
  });

  test.each(['../shapes', '..', 'a/b', '.hidden', 'Ä', ''])('"%s" is no id', async (id) => {
    const store = await storeWithOwn();
    expect(() => store.folder(id)).toThrow(Refusal);
    await expect(store.remove(id)).rejects.toThrow(Refusal);
    expect(everythingIn(store.root)).toEqual(['my-pets', 'shapes']);
  });
});
