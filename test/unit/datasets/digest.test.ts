/** What a data set is known by, and what an import of the same or of other images does. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { inEnglish, type MessageOrText } from '../../../core/messages';
import { Refusal } from '../../../main/basics/refusal';
import { DatasetStore } from '../../../main/datasets';
import { shapes } from '../../../main/datasets/sources/shapes';
import { digestOfFolder } from '../../../main/datasets/storage/digest';
import { currentUses, keepInUse } from '../../../main/datasets/storage/in-use';
import { currentOwner } from '../../../main/processes/owner';
import {
  everythingIn,
  fakeCifar10,
  officialEntries,
  removeTemporaryFolders,
  tar,
  temporaryFolder,
  writeFolder,
} from './fakes';
import { type Files, jpeg, petFiles, writeFiles, writeZip } from './photos/pictures';

afterAll(removeTemporaryFolders);

const newStore = (): DatasetStore => {
  const folder = temporaryFolder();
  return new DatasetStore({
    root: join(folder, 'datasets'),
    cache: join(folder, 'cache'),
    sources: [fakeCifar10, shapes],
  });
};

const manifestPath = (store: DatasetStore, id: string) => join(store.folder(id), 'dataset.json');
const digestOf = async (store: DatasetStore, id: string) => (await store.manifest(id)).digest;

/** As a version without digests left it. */
function withoutDigest(store: DatasetStore, id: string): void {
  const { digest, ...manifest } = JSON.parse(readFileSync(manifestPath(store, id), 'utf8'));
  writeFileSync(manifestPath(store, id), JSON.stringify(manifest));
}

async function archive(entries: Parameters<typeof tar>[0]): Promise<string> {
  const path = join(temporaryFolder(), 'cifar.tar');
  writeFileSync(path, await tar(entries));
  return path;
}

describe('the digest of raw images', () => {
  test('is the same from a folder, an archive, and an archive in another order; and is that of the files', async () => {
    const store = newStore();
    await store.importFrom('cifar10', writeFolder(temporaryFolder()));
    const digest = await digestOf(store, 'cifar10');
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await digestOfFolder(store.folder('cifar10'), await store.manifest('cifar10'))).toBe(digest);
    for (const entries of [officialEntries(), officialEntries().reverse()]) {
      const other = newStore();
      await other.importFrom('cifar10', await archive(entries));
      expect(await digestOf(other, 'cifar10')).toBe(digest);
    }
  });

  test('is another for another image in the middle, another label, and another seed', async () => {
    const store = newStore();
    await store.generate({ trainCount: 600, valCount: 20, seed: 1 });
    const folder = store.folder('shapes');
    const manifest = await store.manifest('shapes');
    const digest = manifest.digest!;
    for (const [file, at] of [
      ['train.images.u8', 300 * 3072],
      ['train.labels.i32', 4],
      ['val.images.u8', 0],
    ] as const) {
      const bytes = readFileSync(join(folder, file));
      bytes[at]! ^= 1;
      writeFileSync(join(folder, file), bytes);
      expect(await digestOfFolder(folder, manifest)).not.toBe(digest);
      bytes[at]! ^= 1;
      writeFileSync(join(folder, file), bytes);
    }
    expect(await digestOfFolder(folder, manifest)).toBe(digest);
    const renamed = { ...manifest, classes: [...manifest.classes.slice(1), 'blob'] };
    expect(await digestOfFolder(folder, renamed)).not.toBe(digest);
    await store.generate({ trainCount: 600, valCount: 20, seed: 2 });
    expect(await digestOf(store, 'shapes')).not.toBe(digest);
  });
});

describe('the digest of photographs', () => {
  const digestFrom = async (path: string, name = 'Pets') => {
    const store = newStore();
    const { id } = await store.importOwn({ path, name });
    const manifest = await store.manifest(id);
    expect(await digestOfFolder(store.folder(id), manifest)).toBe(manifest.digest);
    return manifest.digest;
  };
  const folderOf = (files: Files) => writeFiles(temporaryFolder(), files);

  test('is the same from a folder and from an archive in another order, under any name', async () => {
    const files = await petFiles();
    const digest = await digestFrom(folderOf(files));
    const zip = writeZip(
      join(temporaryFolder(), 'pets.zip'),
      Object.fromEntries(Object.entries(files).reverse()),
    );
    expect(await digestFrom(zip, 'Others')).toBe(digest);
  });

  test('is another when pictures change places, and for another picture', async () => {
    const files = await petFiles();
    const digest = await digestFrom(folderOf(files));
    const [one, two] = [files['cat/1.jpg']!, files['cat/2.jpg']!];
    expect(await digestFrom(folderOf({ ...files, 'cat/1.jpg': two, 'cat/2.jpg': one }))).not.toBe(digest);
    expect(await digestFrom(folderOf({ ...files, 'cat/1.jpg': await jpeg(24, 16, 9) }))).not.toBe(digest);
    const { 'dog/a.jpg': moved, ...rest } = files;
    expect(await digestFrom(folderOf({ ...rest, 'cat/0.jpg': moved! }))).not.toBe(digest);
  });
});

describe('importing what is there already', () => {
  test('changes nothing: the files stay, and so do those who read them', async () => {
    const store = newStore();
    const path = writeFolder(temporaryFolder());
    const first = await store.importFrom('cifar10', path);
    expect(first).not.toHaveProperty('unchanged');
    const files = () =>
      readdirSync(store.folder('cifar10'))
        .filter((name) => name !== 'dataset.json')
        .map((name) => [name, statSync(join(store.folder('cifar10'), name)).ino]);
    const before = files();
    const end = await keepInUse(store.root, 'cifar10', ['run "a"']);
    const phases: string[] = [];
    const again = await store.importFrom('cifar10', path, {
      onProgress: ({ phase }) => phases.push(inEnglish(phase)),
    });
    await end();
    expect(again).toEqual({ ...first, unchanged: true });
    expect(phases.at(-1)).toBe('Already on this machine');
    expect(files()).toEqual(before);
    expect(everythingIn(store.root).filter((name) => name.startsWith('.cifar10'))).toEqual([]);
  });

  test('also where an older version had imported it, which gets its digest by that', async () => {
    const store = newStore();
    const path = writeFolder(temporaryFolder());
    await store.importFrom('cifar10', path);
    const digest = await digestOf(store, 'cifar10');
    withoutDigest(store, 'cifar10');
    expect(await store.importFrom('cifar10', path)).toMatchObject({ unchanged: true });
    expect(await digestOf(store, 'cifar10')).toBe(digest);
  });

  test('from a file that was touched: it is known by that next time', async () => {
    const store = newStore();
    const path = await archive(officialEntries());
    const { manifest } = await store.ensureReady('cifar10', { dataPath: path });
    utimesSync(path, 1, 1);
    const phases: string[] = [];
    const onProgress = ({ phase }: { phase: MessageOrText }) => phases.push(inEnglish(phase));
    const { manifest: touched } = await store.ensureReady('cifar10', { dataPath: path, onProgress });
    expect(touched).toEqual({ ...manifest, originStamp: expect.not.stringMatching(manifest.originStamp!) });
    phases.length = 0;
    await store.ensureReady('cifar10', { dataPath: path, onProgress });
    expect(phases).toEqual([]);
  });

  test('one of the files was damaged: it is repaired', async () => {
    const store = newStore();
    const path = writeFolder(temporaryFolder());
    const { importedAt } = await store.importFrom('cifar10', path);
    const file = join(store.folder('cifar10'), 'val.images.u8');
    const bytes = readFileSync(file);
    writeFileSync(file, Buffer.alloc(bytes.length));
    const again = await store.importFrom('cifar10', path);
    expect(again).not.toHaveProperty('unchanged');
    expect(again.importedAt).not.toBe(importedAt);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  test("a person's own pictures under the same name make no second set; others do", async () => {
    const store = newStore();
    const path = writeFiles(temporaryFolder(), await petFiles());
    await store.importOwn({ path, name: 'Pets' });
    expect(await store.importOwn({ path, name: 'Pets' })).toMatchObject({ id: 'pets', unchanged: true });
    // As the window asks, with the id that it was suggested.
    const asked = await store.importOwn({ path, name: 'Pets', id: 'pets-2' });
    expect(asked).toMatchObject({ id: 'pets', unchanged: true });
    writeFileSync(join(path, 'cat/1.jpg'), await jpeg(24, 16, 77));
    const other = await store.importOwn({ path, name: 'Pets' });
    expect(other.id).toBe('pets-2');
    expect(other).not.toHaveProperty('unchanged');
  });
});

describe('a set that is in use', () => {
  test('is not replaced by other images, nor removed; what is there stays', async () => {
    const store = newStore();
    const drawn = { trainCount: 30, valCount: 10 };
    const before = await store.generate({ ...drawn, seed: 1 });
    const end = await store.use('shapes', ['run "residual-s1"', 'run "plain-s1"', 'run "plain-s2"']);
    const refused = store.generate({ ...drawn, seed: 2 });
    await expect(refused).rejects.toThrow(Refusal);
    await expect(refused).rejects.toThrow(
      `Shapes is in use by run "residual-s1" and 2 others (process ${process.pid}). It cannot be replaced until that ends. Wait for it, or stop it first.`,
    );
    await expect(store.remove('shapes')).rejects.toThrow(
      /in use by run "residual-s1".* It cannot be removed until/,
    );
    expect(await store.info('shapes')).toEqual(before);
    expect(everythingIn(store.root)).toEqual(['.in-use', 'shapes']);
    await end();
    await store.generate({ ...drawn, seed: 2 });
    await store.remove('shapes');
  });

  test('by another process, for as long as that lives', async () => {
    const store = newStore();
    await store.generate({ trainCount: 30, valCount: 10, seed: 1 });
    const other = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => 0, 1000)'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(other.stdout, 'data');
    const { processStart } = await import('../../../main/processes/owner');
    const owner = { ...currentOwner(), pid: other.pid!, started: processStart(other.pid!) };
    mkdirSync(join(store.root, '.in-use'));
    writeFileSync(join(store.root, '.in-use', 'shapes.0.json'), JSON.stringify({ owner, by: ['run "a"'] }));
    await expect(store.remove('shapes')).rejects.toThrow(`in use by run "a" (process ${other.pid})`);
    other.kill('SIGKILL');
    await once(other, 'exit');
    await store.remove('shapes');
    expect(await currentUses(store.root, 'shapes')).toEqual([]);
  });

  test('a folder that cannot be written is no obstacle', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const end = await keepInUse(join(file, 'datasets'), 'shapes', ['run "a"']);
    await expect(end()).resolves.toBeUndefined();
  });
});

describe('a set that an older version imported', () => {
  test('gets its digest when it is first used, and keeps it', async () => {
    const store = newStore();
    await store.generate({ trainCount: 30, valCount: 10, seed: 1 });
    const identity = await store.identity('shapes');
    withoutDigest(store, 'shapes');
    expect(await store.identity('shapes')).toEqual(identity);
    expect(await digestOf(store, 'shapes')).toBe(identity.digest);
    const copy = newStore();
    mkdirSync(copy.root, { recursive: true });
    cpSync(store.folder('shapes'), copy.folder('shapes'), { recursive: true });
    expect(await copy.identity('shapes')).toEqual(identity);
    rmSync(copy.root, { recursive: true });
  });
});
