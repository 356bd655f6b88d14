/** Downloads from a server of our own: interrupted, resumed, altered, refused. */

import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Progress } from '../../../core/contract/engine';
import { inEnglish } from '../../../core/messages';
import { Refusal } from '../../../main/basics/refusal';
import { DatasetStore } from '../../../main/datasets';
import { createCifar10 } from '../../../main/datasets/sources/cifar10';
import { TransferMeter } from '../../../main/download/transfer-meter';
import { english } from '../../support/english';
import {
  everythingIn,
  fakeRelease,
  md5,
  officialEntries,
  removeTemporaryFolders,
  tarGz,
  temporaryFolder,
} from './fakes';
import { type FakeAnswer, type FakeServer, serveFile } from './http-server';

let archive: Buffer;
let server: FakeServer | undefined;

beforeAll(async () => {
  archive = await tarGz(officialEntries());
});
afterEach(async () => {
  await server?.close();
  server = undefined;
});
afterAll(removeTemporaryFolders);

async function storeWith(
  answer: (request: number) => FakeAnswer,
  options: { retryDelaysMs?: number[]; stallMs?: number; freeBytes?: number; folder?: string } = {},
): Promise<DatasetStore & { cache: string }> {
  await server?.close();
  server = await serveFile(answer);
  const folder = options.folder ?? temporaryFolder();
  const source = createCifar10(
    fakeRelease({ url: server.url, md5: md5(archive), archiveBytes: archive.length }),
  );
  const cache = join(folder, 'cache');
  const store = new DatasetStore({
    root: join(folder, 'datasets'),
    cache,
    sources: [source],
    download: { retryDelaysMs: options.retryDelaysMs ?? [1, 1], stallMs: options.stallMs ?? 10_000 },
    ...(options.freeBytes === undefined ? {} : { freeBytes: async () => options.freeBytes! }),
  });
  return Object.assign(store, { cache: join(cache, 'cifar10') });
}

async function refusalOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Refusal);
  return (error as Refusal).message;
}

/** A folder for a store, and the moment when its first `bytes` have reached the disk. */
function cutAt(bytes: number): { folder: string; cutWhen: () => boolean } {
  const folder = temporaryFolder();
  const part = join(folder, 'cache', 'cifar10', 'cifar-10-binary.tar.gz.part');
  return { folder, cutWhen: () => statSync(part, { throwIfNoEntry: false })?.size === bytes };
}

test('downloads, checks, imports, and keeps only the data set', async () => {
  const store = await storeWith(() => ({ content: archive, etag: '"1"' }));
  const progress: Progress[] = [];
  const info = await store.download('cifar10', { onProgress: (p) => progress.push(p) });
  expect(info.state).toBe('ready');
  expect((await store.manifest('cifar10')).origin).toBe(server!.url);
  expect(everythingIn(store.root)).toEqual(['cifar10']);
  expect(everythingIn(store.cache)).toEqual([]);
  const phases = [...new Set(progress.map(({ phase }) => inEnglish(phase)))];
  expect(phases).toEqual([
    'Downloading cifar-10-binary.tar.gz',
    'Checking cifar-10-binary.tar.gz',
    'Importing CIFAR-10 (binary version)',
    'Writing to disk',
  ]);
});

test('a cut connection is resumed where it ended, as often as bytes arrive', async () => {
  const third = Math.ceil(archive.length / 3);
  const folder = temporaryFolder();
  const part = join(folder, 'cache', 'cifar10', 'cifar-10-binary.tar.gz.part');
  const store = await storeWith(
    (request) => ({
      content: archive,
      etag: '"1"',
      ...(request < 2
        ? {
            cutAfter: third,
            cutWhen: () => statSync(part, { throwIfNoEntry: false })?.size === (request + 1) * third,
          }
        : {}),
    }),
    // One attempt without a new byte would be the last.
    { folder, retryDelaysMs: [1] },
  );
  await store.download('cifar10');
  expect(server!.ranges).toEqual([undefined, `bytes=${third}-`, `bytes=${2 * third}-`]);
  expect(english(await store.info('cifar10')).state).toBe('ready');
});

test('a connection that falls silent is given up and resumed', async () => {
  const store = await storeWith(
    (request) => ({ content: archive, etag: '"1"', ...(request === 0 ? { stallAfter: 1000 } : {}) }),
    { stallMs: 200 },
  );
  await store.download('cifar10');
  expect(server!.ranges[1]).toBe('bytes=1000-');
});

test('a cancelled download goes on at the next call', async () => {
  let stall = true;
  const store = await storeWith(() => ({
    content: archive,
    etag: '"1"',
    ...(stall ? { stallAfter: 5000 } : {}),
  }));
  const controller = new AbortController();
  const attempt = store.download('cifar10', { signal: controller.signal });
  const part = join(store.cache, 'cifar-10-binary.tar.gz.part');
  while (!existsSync(part) || statSync(part).size < 5000)
    await new Promise((resolve) => setTimeout(resolve, 5));
  controller.abort();
  expect(await attempt.catch((error: unknown) => error)).toBe(controller.signal.reason);
  expect(everythingIn(store.root)).toEqual([]);
  stall = false;
  await store.download('cifar10');
  expect(server!.ranges).toEqual([undefined, 'bytes=5000-']);
});

test('a server that ignores Range starts the file over', async () => {
  const { folder, cutWhen } = cutAt(4000);
  const store = await storeWith(
    (request) => ({
      content: archive,
      etag: '"1"',
      ignoresRange: true,
      ...(request === 0 ? { cutAfter: 4000, cutWhen } : {}),
    }),
    { folder },
  );
  await store.download('cifar10');
  expect(server!.ranges).toEqual([undefined, 'bytes=4000-']);
  expect(english(await store.info('cifar10')).state).toBe('ready');
});

test('a file that changed on the server meanwhile starts over', async () => {
  const older = Buffer.from(archive).fill(7, 0, 4000);
  const { folder, cutWhen } = cutAt(4000);
  const store = await storeWith(
    (request) =>
      request === 0
        ? { content: older, etag: '"old"', cutAfter: 4000, cutWhen }
        : { content: archive, etag: '"new"' },
    { folder },
  );
  await store.download('cifar10');
  expect(server!.ranges).toEqual([undefined, 'bytes=4000-']);
  expect(english(await store.info('cifar10')).state).toBe('ready');
});

test('without a validator, mixed bytes are found by the checksum and fetched once more', async () => {
  const older = Buffer.from(archive).fill(7, 0, 4000);
  const store = await storeWith((request) =>
    request === 0 ? { content: older, stallAfter: 4000 } : { content: archive },
  );
  const controller = new AbortController();
  const part = join(store.cache, 'cifar-10-binary.tar.gz.part');
  const attempt = store.download('cifar10', { signal: controller.signal }).catch(() => 'stopped');
  while (!existsSync(part) || statSync(part).size < 4000)
    await new Promise((resolve) => setTimeout(resolve, 5));
  controller.abort();
  expect(await attempt).toBe('stopped');
  await store.download('cifar10');
  expect(server!.ranges).toEqual([undefined, 'bytes=4000-', undefined]);
});

test('a wrong checksum is refused with both sums; nothing stays', async () => {
  const other = Buffer.from(archive);
  other[20_000]! ^= 1;
  const store = await storeWith(() => ({ content: other }));
  const message = await refusalOf(store.download('cifar10'));
  expect(message).toContain(md5(archive));
  expect(message).toContain(md5(other));
  expect(everythingIn(store.cache)).toEqual([]);
  expect(everythingIn(store.root)).toEqual([]);
});

test('an archive that was fetched whole before is only checked', async () => {
  const store = await storeWith(() => ({ content: archive }));
  mkdirSync(store.cache, { recursive: true });
  writeFileSync(join(store.cache, 'cifar-10-binary.tar.gz'), archive);
  await store.download('cifar10');
  expect(server!.ranges).toEqual([]);
  expect(english(await store.info('cifar10')).state).toBe('ready');
});

test('a part that is complete already is not fetched again', async () => {
  const store = await storeWith(() => ({ content: archive, etag: '"1"' }));
  mkdirSync(store.cache, { recursive: true });
  const part = join(store.cache, 'cifar-10-binary.tar.gz.part');
  writeFileSync(part, archive);
  writeFileSync(`${part}.json`, JSON.stringify({ url: server!.url, etag: '"1"' }));
  await store.download('cifar10');
  expect(server!.ranges).toEqual([`bytes=${archive.length}-`]);
  expect(english(await store.info('cifar10')).state).toBe('ready');
});

test('a server in trouble is asked again, then the refusal says how often and why', async () => {
  const store = await storeWith(() => ({ content: archive, status: 503 }));
  const told: (string | undefined)[] = [];
  const message = await refusalOf(
    store.download('cifar10', {
      onProgress: ({ phase, detail }) => told.push(`${inEnglish(phase)}: ${inEnglish(detail ?? '')}`),
    }),
  );
  // However quickly it failed.
  expect(told).toContain(
    'Waiting to try cifar-10-binary.tar.gz again: HTTP 503 Service Unavailable; next attempt in 1s',
  );
  expect(message).toContain('HTTP 503');
  expect(message).toContain('3 attempts');
  expect(server!.ranges).toHaveLength(3);
});

test('a file that is not there is refused at once', async () => {
  const store = await storeWith(() => ({ content: archive, status: 404 }));
  expect(await refusalOf(store.download('cifar10'))).toContain('HTTP 404');
  expect(server!.ranges).toHaveLength(1);
});

test('a server that cannot be reached', async () => {
  const store = await storeWith(() => ({ content: archive }));
  await server!.close();
  expect(await refusalOf(store.download('cifar10'))).toContain('ECONNREFUSED');
});

test('a disk that is too small is reported before the first byte', async () => {
  const store = await storeWith(() => ({ content: archive }), { freeBytes: 1_000_000 });
  const message = await refusalOf(store.download('cifar10'));
  expect(message).toContain('only 1.0 MB is free');
  expect(server!.ranges).toEqual([]);
});

test('an answer without an end is cut off, and nothing of it stays', async () => {
  const store = await storeWith(() => ({ content: Buffer.alloc(1 << 20), endless: true }));
  expect(await refusalOf(store.download('cifar10'))).toMatch(
    /http:\/\/.*\/cifar-10-binary\.tar\.gz should return a file of at most [\d,]+ bytes, but returned more than [\d,]+ bytes\. Get the file elsewhere and import it\./,
  );
  expect(everythingIn(store.cache)).toEqual([]);
});

test('an answer that says to be far longer is not read', async () => {
  const store = await storeWith(() => ({ content: Buffer.alloc(3 << 20) }));
  expect(await refusalOf(store.download('cifar10'))).toMatch(
    /http:\/\/.*\/cifar-10-binary\.tar\.gz should return a file of at most [\d,]+ bytes, but returned 3,145,728 bytes\. Get the file elsewhere and import it\./,
  );
  expect(everythingIn(store.cache)).toEqual([]);
});

test('a disk that fails meanwhile is reported in plain words, and what has arrived is kept', async () => {
  const store = await storeWith(() => ({ content: archive }));
  mkdirSync(join(store.cache, 'cifar-10-binary.tar.gz.part.json'), { recursive: true });
  const message = await refusalOf(store.download('cifar10'));
  expect(message).toMatch(
    /could not be downloaded \(in .*\.part\)\. There is a folder where .*EISDIR.*try again; the download continues where it stopped\./,
  );
});

test('one piece of work at a time on one data set', async () => {
  const store = await storeWith(() => ({ content: archive }));
  const first = store.download('cifar10');
  expect(await refusalOf(store.remove('cifar10'))).toContain('being downloaded');
  await first;
  await store.remove('cifar10');
  expect(everythingIn(store.root)).toEqual([]);
});

test('speed and time left are those of the last seconds, in words and in numbers', () => {
  let now = 0;
  const meter = new TransferMeter(50e6, 150e6, () => now);
  now = 1000;
  expect(english(meter.at(52e6))).toEqual({
    fraction: 52 / 150,
    detail: '52.0 MB of 150 MB, 2.0 MB/s, 49s left',
    bytesDone: 52e6,
    bytesTotal: 150e6,
    bytesPerSecond: 2e6,
    secondsLeft: 49,
  });
  for (; now < 20_000; now += 500) meter.at(52e6);
  now = 25_000;
  expect(inEnglish(meter.at(102e6).detail!)).toMatch(/^102 MB of 150 MB, \d+\.\d MB\/s, \ds left$/);
});
