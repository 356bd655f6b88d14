/** Sets of several files, mirrors, sums, several data sets at once. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Progress } from '../../../core/contract/engine';
import { inEnglish, textOf } from '../../../core/messages';
import { Refusal } from '../../../main/basics/refusal';
import { DatasetStore } from '../../../main/datasets';
import { createCifar10 } from '../../../main/datasets/sources/cifar10';
import { createPhotographs } from '../../../main/datasets/sources/photographs';
import type { FreeBytes } from '../../../main/disk/space';
import { english } from '../../support/english';
import {
  everythingIn,
  fakeRelease,
  md5,
  officialEntries,
  removeTemporaryFolders,
  sha256,
  tarGz,
  temporaryFolder,
} from './fakes';
import { type FolderServer, serveFolder } from './http-server';
import { fakeIdx } from './idx-fakes';
import { zipOf } from './zip-of';

const servers: FolderServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
afterAll(removeTemporaryFolders);

async function serve(
  files: Readonly<Record<string, Buffer | number>>,
  hold?: Promise<void>,
): Promise<FolderServer> {
  const server = await serveFolder(files, hold);
  servers.push(server);
  return server;
}

function storeOf(sources: readonly ReturnType<typeof fakeIdx>['source'][], freeBytes?: FreeBytes) {
  const folder = temporaryFolder();
  const cache = join(folder, 'cache');
  const store = new DatasetStore({
    root: join(folder, 'datasets'),
    cache,
    sources,
    download: { retryDelaysMs: [1] },
    proxy: 'none',
    ...(freeBytes ? { freeBytes } : {}),
  });
  return Object.assign(store, { cache });
}

async function refusalOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Refusal);
  return (error as Refusal).message;
}

const { archives } = fakeIdx();
const names = Object.keys(archives);
const bytes = Object.values(archives).reduce((sum, { length }) => sum + length, 0);

test('four files are fetched, checked and imported; progress counts all of them', async () => {
  const { url, asked } = await serve(archives);
  const store = storeOf([fakeIdx({ homes: [url] }).source]);
  const progress: Progress[] = [];
  const info = await store.download('mnist', { onProgress: (one) => progress.push(one) });
  expect(info).toMatchObject({ state: 'ready', trainCount: 40, downloadBytes: bytes });
  expect(asked).toEqual(names);
  expect(everythingIn(store.cache)).toEqual([]);
  expect((await store.manifest('mnist')).origin).toBe(`${url}train-images-idx3-ubyte.gz`);
  const counted = progress.filter(({ bytesDone }) => bytesDone !== undefined);
  expect(counted.length).toBeGreaterThan(0);
  for (const { bytesDone, bytesTotal, fraction } of counted) {
    expect(bytesTotal).toBe(bytes);
    expect(fraction).toBeCloseTo(bytesDone! / bytes, 12);
  }
  const done = counted.map(({ bytesDone }) => bytesDone!);
  expect(done).toEqual([...done].sort((a, b) => a - b));
});

test('what is there already is checked and not fetched again', async () => {
  const { url, asked } = await serve(archives);
  const store = storeOf([fakeIdx({ homes: [url] }).source]);
  mkdirSync(join(store.cache, 'mnist'), { recursive: true });
  writeFileSync(join(store.cache, 'mnist', names[0]!), archives[names[0]!]!);
  writeFileSync(join(store.cache, 'mnist', names[1]!), 'not this');
  await store.download('mnist');
  expect(asked).toEqual(names.slice(1));
});

test('a mirror is asked where the home has nothing, or something else', async () => {
  const other = fakeIdx({ salt: 2 }).archives;
  const home = await serve({ ...archives, [names[0]!]: 404, [names[2]!]: other[names[2]!]! });
  const mirror = await serve(archives);
  const store = storeOf([fakeIdx({ homes: [home.url, mirror.url] }).source]);
  expect((await store.download('mnist')).state).toBe('ready');
  expect(home.asked).toEqual(names);
  expect(mirror.asked).toEqual([names[0], names[2]]);
});

test('where no home delivers, each is named with its reason; nothing is visible', async () => {
  const home = await serve({ ...archives, [names[3]!]: 503 });
  const mirror = await serve({ ...archives, [names[3]!]: 404 });
  const store = storeOf([fakeIdx({ homes: [home.url, mirror.url] }).source]);
  const message = await refusalOf(store.download('mnist'));
  expect(message).toContain(`${names[3]} could not be downloaded: from `);
  expect(message).toContain(`from ${new URL(home.url).host}: HTTP 503`);
  expect(message).toContain(`from ${new URL(mirror.url).host}: `);
  expect(message).toContain('HTTP 404');
  expect(everythingIn(store.root)).toEqual([]);
  expect(english(await store.info('mnist')).state).toBe('absent');
  // The three that arrived are kept for the next time.
  expect(everythingIn(join(store.cache, 'mnist')).sort()).toEqual(names.slice(0, 3).sort());
});

test('several data sets at once: each by itself, one that fails stops no other', async () => {
  let release = () => {};
  const hold = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = await serve(archives, hold);
  const quick = await serve(archives);
  const gone = await serve({});
  const store = storeOf([
    fakeIdx({ id: 'mnist', homes: [slow.url] }).source,
    fakeIdx({ id: 'kmnist', homes: [quick.url] }).source,
    fakeIdx({ id: 'fashion_mnist', homes: [gone.url] }).source,
  ]);
  const first = store.download('mnist');
  const second = store.download('kmnist');
  const third = refusalOf(store.download('fashion_mnist'));
  expect((await second).state).toBe('ready');
  expect(await third).toContain('HTTP 404');
  expect(english(await store.info('mnist')).state).toBe('absent');
  release();
  expect((await first).state).toBe('ready');
  expect(everythingIn(store.root)).toEqual(['kmnist', 'mnist']);
});

test('a second one does not begin on the room that the first will take', async () => {
  let release = () => {};
  const hold = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = await serve(archives, hold);
  const quick = await serve(archives);
  const both = [
    fakeIdx({ id: 'mnist', homes: [slow.url] }).source,
    fakeIdx({ id: 'kmnist', homes: [quick.url] }).source,
  ];
  // Each takes its archives and 60 images of 784 + 4 bytes.
  const one = bytes + 60 * 788;
  const store = storeOf(both, async () => one * 2 - 1);
  const first = store.download('mnist');
  expect(await refusalOf(store.download('kmnist'))).toContain('Unpacking KMNIST needs');
  expect(quick.asked).toEqual([]);
  release();
  await first;
  // Now the room is its own.
  expect((await store.download('kmnist')).state).toBe('ready');
});

describe('sums', () => {
  let archive: Buffer;
  beforeAll(async () => {
    archive = await tarGz(officialEntries());
  });
  const name = 'cifar-10-binary.tar.gz';

  test.each([
    ['SHA-256', () => ({ sha256: sha256(archive) })],
    ['MD5', () => ({ md5: md5(archive) })],
  ])('%s is checked', async (words, sums) => {
    const wrong = Buffer.from(archive);
    wrong[5000]! ^= 1;
    for (const [content, expected] of [
      [archive, undefined],
      [wrong, `its ${words} should be ${Object.values(sums())[0]}`],
    ] as const) {
      const { url } = await serve({ [name]: content });
      const release = { url: `${url}${name}`, archiveBytes: archive.length, ...sums() };
      const store = storeOf([createCifar10(fakeRelease(release))]);
      if (expected === undefined) expect((await store.download('cifar10')).state).toBe('ready');
      else expect(await refusalOf(store.download('cifar10'))).toContain(expected);
    }
  });

  test('without a published one, the download says so, and size and contents decide', async () => {
    for (const [content, size, words] of [
      [archive, archive.length, undefined],
      [archive, archive.length + 1, /it should have [\d,]+ bytes, but has [\d,]+/],
      [Buffer.alloc(archive.length, 7), archive.length, /is not a \.zip, \.tar/],
    ] as const) {
      const { url } = await serve({ [name]: content });
      const source = createCifar10(fakeRelease({ url: `${url}${name}`, archiveBytes: size }));
      const store = storeOf([source]);
      const details: (string | undefined)[] = [];
      const download = store.download('cifar10', {
        onProgress: ({ detail }) => details.push(detail && inEnglish(detail)),
      });
      if (words === undefined) await download;
      else expect(await refusalOf(download)).toMatch(words);
      expect(details).toContain('no published checksum; its size and contents are checked');
      expect(everythingIn(store.root)).toEqual(words === undefined ? ['cifar10'] : []);
    }
  });
});

describe('photographs', () => {
  let archive: Buffer;
  beforeAll(async () => {
    const flat = { width: 40, height: 30, channels: 3 as const, background: '#4080c0' };
    const content = await sharp({ create: flat }).jpeg().toBuffer();
    archive = zipOf(
      ['Cat/0.jpg', 'Cat/1.jpg', 'Dog/0.jpg', 'Dog/1.jpg'].map((name) => ({
        name: `PetImages/${name}`,
        content,
      })),
    );
  });
  const edition = (url: string) =>
    createPhotographs({
      id: 'cats_vs_dogs',
      description: 'made up',
      folders: [
        ['Cat', 'cat'],
        ['Dog', 'dog'],
      ],
      pictures: { train: 4, val: 0 },
      archive: { urls: [url], fileName: 'pets.zip', bytes: archive.length, sha256: sha256(archive) },
    });

  test('are fetched, checked, imported, and the archive is gone then', async () => {
    const { url } = await serve({ 'pets.zip': archive });
    const store = storeOf([edition(`${url}pets.zip`)]);
    const info = await store.download('cats_vs_dogs');
    expect(info).toMatchObject({ state: 'ready', trainCount: 4, classes: ['cat', 'dog'] });
    // All of them are there: no sample.
    expect(textOf(info.splitDescription)).toMatch(/^4 images in one split/);
    expect((await store.manifest('cats_vs_dogs')).origin).toBe(`${url}pets.zip`);
    expect([everythingIn(store.cache), everythingIn(store.root)]).toEqual([[], ['cats_vs_dogs']]);
  });

  test('stopped while they are imported: nothing is visible, the archive is kept', async () => {
    const { url, asked } = await serve({ 'pets.zip': archive });
    const store = storeOf([edition(`${url}pets.zip`)]);
    const controller = new AbortController();
    const attempt = store.download('cats_vs_dogs', {
      signal: controller.signal,
      onProgress: ({ phase }) => {
        if (inEnglish(phase) === 'Reading the list of files') controller.abort();
      },
    });
    expect(await attempt.catch((error: unknown) => error)).toBe(controller.signal.reason);
    expect(everythingIn(store.root)).toEqual([]);
    expect(english(await store.info('cats_vs_dogs')).state).toBe('absent');
    await store.download('cats_vs_dogs');
    expect(asked).toEqual(['pets.zip']);
  });
});
