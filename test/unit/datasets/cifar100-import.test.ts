/** CIFAR-100's records: a coarse label, a fine label, then pixels; no sums of its files are published. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatasetStore } from '../../../main/datasets';
import { createCifar100, officialRelease } from '../../../main/datasets/sources/cifar100';
import { everythingIn, removeTemporaryFolders, tarGz, temporaryFolder } from './fakes';

afterAll(removeTemporaryFolders);

const RECORD = 3074;
const counts = { 'train.bin': 400, 'test.bin': 100 };
type Name = keyof typeof counts;

function records(name: Name): Buffer {
  const bytes = Buffer.alloc(counts[name] * RECORD);
  for (let r = 0; r < counts[name]; r++) {
    bytes[r * RECORD] = (r * 3) % 20;
    bytes[r * RECORD + 1] = (r * 7) % 100;
    for (let p = 2; p < RECORD; p++) bytes[r * RECORD + p] = (r + p * 5 + (p >> 9)) & 0xff;
  }
  return bytes;
}

const source = createCifar100({
  ...officialRelease,
  files: officialRelease.files.map((file) => ({ ...file, bytes: counts[file.name as Name] * RECORD })),
});

function newStore(): DatasetStore {
  const folder = temporaryFolder();
  return new DatasetStore({ root: join(folder, 'datasets'), sources: [source] });
}

async function archiveOf(changes: Partial<Record<Name, Buffer>> = {}): Promise<string> {
  const file = join(temporaryFolder(), 'cifar-100-binary.tar.gz');
  const entries = (Object.keys(counts) as Name[]).map((name) => ({
    name: `cifar-100-binary/${name}`,
    content: changes[name] ?? records(name),
  }));
  writeFileSync(file, await tarGz(entries));
  return file;
}

test('the fine label is the class, pixels become height x width x channels', async () => {
  const store = newStore();
  const info = await store.importFrom('cifar100', await archiveOf());
  expect(info).toMatchObject({
    state: 'ready',
    trainCount: 400,
    valCount: 100,
    valRole: 'test',
    trainPerClass: new Array(100).fill(4),
  });
  const images = readFileSync(join(store.root, 'cifar100', 'train.images.u8'));
  const labels = readFileSync(join(store.root, 'cifar100', 'train.labels.i32'));
  const original = records('train.bin');
  let wrong = 0;
  for (let r = 0; r < 400; r++) {
    if (labels.readInt32LE(r * 4) !== (r * 7) % 100) wrong++;
    for (let p = 0; p < 1024; p += 17) {
      for (let c = 0; c < 3; c++) {
        if (images[r * 3072 + p * 3 + c] !== original[r * RECORD + 2 + c * 1024 + p]) wrong++;
      }
    }
  }
  expect(wrong).toBe(0);
});

test('without sums, labels are looked at: their range, and as many of each class', async () => {
  const beyond = records('train.bin');
  beyond[350 * RECORD + 1] = 100;
  const uneven = records('test.bin');
  uneven[1] = 5;
  for (const [changes, words] of [
    [{ 'train.bin': beyond }, 'Labels in train.bin of CIFAR-100 (binary version) (in'],
    [{ 'test.bin': uneven }, 'has 1 test image of each class, but "apple" has 0 in '],
  ] as const) {
    const store = newStore();
    await expect(store.importFrom('cifar100', await archiveOf(changes))).rejects.toThrow(words);
    expect(everythingIn(store.root)).toEqual([]);
  }
});

test("CIFAR-10's archive is recognized", async () => {
  const file = join(temporaryFolder(), 'archive.tar.gz');
  const name = 'cifar-10-batches-bin/data_batch_1.bin';
  writeFileSync(file, await tarGz([{ name, content: Buffer.alloc(10) }]));
  await expect(newStore().importFrom('cifar100', file)).rejects.toThrow(
    'has data_batch_1.bin. This looks like CIFAR-10 (binary version).',
  );
  await expect(newStore().importFrom('cifar100', file)).rejects.toThrow(
    'This looks like CIFAR-10 (binary version)',
  );
});
