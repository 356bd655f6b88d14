/** A data set of one's own, made by the command that trains on it: imported once, found by the next call. */
import { mkdirSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatasetStore } from '../../../main/datasets';
import { stampOf } from '../../../main/datasets/photos/containers/change-stamp';
import {
  everythingIn,
  fakeCifar10,
  officialEntries,
  removeTemporaryFolders,
  tar,
  temporaryFolder,
} from './fakes';
import { jpeg, petFiles, writeFiles, writeZip } from './photos/pictures';

afterAll(removeTemporaryFolders);

const newStore = () =>
  new DatasetStore({ root: join(temporaryFolder(), 'datasets'), sources: [fakeCifar10] });
const petFolder = async () => writeFiles(temporaryFolder(), await petFiles());

describe('a new name and a path', () => {
  test('a folder becomes a set of one’s own, once', async () => {
    const store = newStore();
    const dataPath = await petFolder();
    expect(await store.has('pets')).toBe(false);
    const { manifest, folder } = await store.ensureReady('pets', { dataPath });
    expect(manifest).toMatchObject({ id: 'pets', name: 'pets', classes: ['cat', 'dog'], origin: dataPath });
    expect(folder).toBe(join(store.root, 'pets'));
    expect(await store.has('pets')).toBe(true);
    expect((await store.ensureReady('pets', { dataPath })).manifest).toEqual(manifest);
    expect((await store.ensureReady('pets')).manifest).toEqual(manifest);
    expect((await store.list()).map(({ id, kind }) => [id, kind])).toEqual([
      ['cifar10', 'catalogue'],
      ['pets', 'own'],
    ]);
  });

  test('so does an archive', async () => {
    const store = newStore();
    const dataPath = writeZip(join(temporaryFolder(), 'x.zip'), await petFiles('train/'));
    const { manifest } = await store.ensureReady('pets', { dataPath });
    expect((await store.ensureReady('pets', { dataPath })).manifest).toEqual(manifest);
  });

  test('a folder that has changed is imported again under its old name', async () => {
    const store = newStore();
    const path = await petFolder();
    await store.importOwn({ id: 'pets', name: 'My pets', path });
    writeFiles(path, { 'dog/c.jpg': await jpeg(20, 20, 9) });
    const { manifest } = await store.ensureReady('pets', { dataPath: path });
    expect([manifest.name, manifest.train.perClass]).toEqual(['My pets', [3, 3]]);
  });

  test('another path is refused: the pictures of the first would be lost', async () => {
    const store = newStore();
    const dataPath = await petFolder();
    const { manifest } = await store.ensureReady('pets', { dataPath });
    const other = await petFolder();
    await expect(store.ensureReady('pets', { dataPath: other })).rejects.toThrow(
      `"pets" (pets) is your data set from ${dataPath}, not from ${other}. Choose another name, or remove it first.`,
    );
    expect(await store.manifest('pets')).toEqual(manifest);
  });

  test('a folder that holds a set of the catalogue is refused by its name, and leaves nothing', async () => {
    const store = newStore();
    const dataPath = join(temporaryFolder(), 'x.tar');
    writeFileSync(dataPath, await tar(officialEntries()));
    await expect(store.ensureReady('cifra10', { dataPath })).rejects.toThrow(
      /In .*, no file has a name like an image: batches\.meta\.txt, data_batch_1\.bin, data_batch_2\.bin, data_batch_3\.bin, data_batch_4\.bin, data_batch_5\.bin, readme\.html, and/,
    );
    expect(everythingIn(store.root)).toEqual([]);
  });

  test('a path of nothing, and a name that is no id, are refused', async () => {
    const store = newStore();
    await expect(store.ensureReady('pets', { dataPath: '/no/such' })).rejects.toThrow('/no/such');
    await expect(store.ensureReady('../x', { dataPath: await petFolder() })).rejects.toThrow(
      'A data set ID must consist of lowercase letters, digits, "-", and "_", at most 64 characters, starting with a letter or digit. Received: "../x".',
    );
    await expect(store.ensureReady('pets')).rejects.toThrow(
      'There is no data set "pets". Choose one of cifar10.',
    );
  });
});

describe('the stamp of a folder', () => {
  test('changes with names, sizes and times of its files, and with nothing else', async () => {
    const path = await petFolder();
    const first = await stampOf(path);
    expect(first).toContain('5 files');
    writeFiles(path, { '.DS_Store': Buffer.from('x'), 'cat/Thumbs.db': Buffer.from('x') });
    expect(await stampOf(path)).toBe(first);
    const file = join(path, 'cat', '1.jpg');
    const { atimeMs, mtimeMs } = statSync(file);
    utimesSync(file, 1, 1);
    expect(await stampOf(path)).not.toBe(first);
    utimesSync(file, atimeMs / 1000, mtimeMs / 1000);
    rmSync(join(path, 'dog', 'a.jpg'));
    expect(await stampOf(path)).toContain('4 files');
  });

  test('links are followed, in circles too', async () => {
    const path = temporaryFolder();
    const elsewhere = await petFolder();
    mkdirSync(join(path, 'in'));
    symlinkSync(join(elsewhere, 'cat'), join(path, 'in', 'cat'));
    symlinkSync(path, join(path, 'in', 'circle'));
    const before = await stampOf(path);
    expect(before).toContain('3 files');
    utimesSync(join(elsewhere, 'cat', readdirSync(join(elsewhere, 'cat'))[0]!), 1, 1);
    expect(await stampOf(path)).not.toBe(before);
  });
});
