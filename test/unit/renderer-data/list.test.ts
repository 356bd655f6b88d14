import type { DatasetInfo } from '../../../core/contract/datasets';
import type { DatasetJob } from '../../../renderer/client/datasets';
import { areNetworks, modelFolder } from '../../../renderer/client/dropped';
import { grouped } from '../../../renderer/data/datasetGroups';
import { containedIn } from '../../../renderer/data/grid/draw';
import { imageCount, splitsOf } from '../../../renderer/data/splits';
import { progressWords, transferWords } from '../../../renderer/ui/transfer';

const info = (id: string, change: Partial<DatasetInfo> = {}): DatasetInfo => ({
  id,
  name: id.toUpperCase(),
  description: '',
  kind: 'catalogue',
  state: 'ready',
  classes: ['cat', 'dog'],
  imageShape: [32, 32, 3],
  sizes: 'equal',
  trainCount: 50,
  valCount: 10,
  valRole: 'test',
  testCount: 0,
  trainPerClass: [25, 25],
  valPerClass: [5, 5],
  testPerClass: [],
  dropped: 0,
  odd: 0,
  splitDescription: '',
  bytes: 1,
  sources: [],
  ...change,
});
const job = (change: Partial<DatasetJob> = {}): DatasetJob => ({
  work: 'own',
  running: true,
  cancel: () => {},
  retry: () => {},
  ...change,
});

describe('the list', () => {
  const datasets = [info('cifar10'), info('shapes', { kind: 'drawn' }), info('pets', { kind: 'own' })];
  const ids = (filter: string, jobs = {}) =>
    grouped({ datasets, jobs }, filter).map(({ kind, datasets: found, coming }) => [
      kind,
      ...coming.map(({ name }) => `+${name}`),
      ...found.map(({ id }) => id),
    ]);

  test('is in groups, a person’s own sets first', () => {
    expect(ids('')).toEqual([
      ['own', 'pets'],
      ['catalogue', 'cifar10'],
      ['drawn', 'shapes'],
    ]);
  });

  test('shows sets that are being imported for the first time, and none twice', () => {
    const jobs = {
      birds: job({ name: 'My birds' }),
      pets: job({ name: 'Pets' }),
      cifar10: job({ work: 'download' }),
    };
    expect(ids('', jobs)[0]).toEqual(['own', '+My birds', 'pets']);
  });

  test('is filtered by every word, in names, ids and classes', () => {
    expect(ids('CIFAR dog')).toEqual([['catalogue', 'cifar10']]);
    expect(ids('dog zebra')).toEqual([]);
    expect(ids('bird', { birds: job({ name: 'My birds' }) })).toEqual([['own', '+My birds']]);
  });
});

test('the second split has its official name, and empty splits are left out', () => {
  expect(splitsOf(info('a')).map(({ role }) => role)).toEqual(['train', 'test']);
  const three = info('b', { valRole: 'validation', testCount: 7, testPerClass: [3, 4] });
  expect(splitsOf(three).map(({ id, role, count }) => [id, role, count])).toEqual([
    ['train', 'train', 50],
    ['val', 'validation', 10],
    ['test', 'test', 7],
  ]);
  expect(imageCount(three)).toBe(67);
  expect(splitsOf(info('c', { valCount: 0 })).map(({ id }) => id)).toEqual(['train']);
});

test('a transfer shows what is known about it', () => {
  expect(
    transferWords({
      phase: 'downloading',
      bytesDone: 85_200_000,
      bytesTotal: 170_498_071,
      bytesPerSecond: 12_400_000,
      secondsLeft: 6.9,
    }),
  ).toBe('85.2 MB of 170 MB · 12.4 MB/s · 7s left');
  expect(transferWords({ phase: 'downloading', bytesDone: 512 })).toBe('512 bytes');
  expect(progressWords({ phase: 'checking', detail: 'data_batch_1.bin' }).detail).toBe('data_batch_1.bin');
});

test('an image is drawn whole, in its aspect ratio, in the middle of its square', () => {
  expect(containedIn(64, 32, 32)).toEqual({ x: 0, y: 0, width: 64, height: 64 });
  expect(containedIn(100, 50, 200)).toEqual({ x: 0, y: 37, width: 100, height: 25 });
  expect(containedIn(100, 200, 50)).toEqual({ x: 37, y: 0, width: 25, height: 100 });
});

test('graphs are opened, everything else is inspected as pictures', () => {
  expect(areNetworks([{ name: 'net.json' }, { name: 'b.KERAS' }])).toBe(true);
  expect(areNetworks([{ name: 'net.json' }, { name: 'pets.zip' }])).toBe(false);
  expect(areNetworks([])).toBe(false);
});

const fileEntry = (name: string, text = '') => ({
  isFile: true,
  isDirectory: false,
  name,
  file: (found: (file: File) => void) => found(new File([text], name)),
});

/** A folder as a browser hands it over. */
function folderEntry(name: string, files: ReturnType<typeof fileEntry>[]): FileSystemEntry {
  return {
    isFile: false,
    isDirectory: true,
    name,
    getFile: (path: string, _: object, found: (entry: unknown) => void, failed: () => void) => {
      const file = files.find((one) => one.name === path);
      if (file) found(file);
      else failed();
    },
    createReader: () => {
      const batches = [files, []];
      return { readEntries: (read: (entries: unknown) => void) => read(batches.shift()) };
    },
  } as unknown as FileSystemEntry;
}

test('a folder with the model.json of TF.js is a model, any other folder is inspected as pictures', async () => {
  const values = [
    fileEntry('group1-shard1of2.bin'),
    fileEntry('group1-shard2of2.bin'),
    fileEntry('page.html'),
  ];
  const model = fileEntry('model.json', '{"modelTopology": {}, "weightsManifest": []}');
  const found = await modelFolder([folderEntry('net', [model, ...values])]);
  expect(found?.model.name).toBe('model.json');
  expect(found?.shards.map(({ name }) => name)).toEqual(['group1-shard1of2.bin', 'group1-shard2of2.bin']);
  for (const entries of [
    [folderEntry('pets', values)],
    [folderEntry('pets', [fileEntry('model.json', '{"cat": 0}'), ...values])],
    [folderEntry('net', [model]), folderEntry('pets', [])],
    [model as unknown as FileSystemEntry],
  ])
    expect(await modelFolder(entries)).toBeUndefined();
});
