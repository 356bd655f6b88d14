/** MNIST and its kin: the same bytes from every form that the four files come in, and nothing from wrong ones. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Refusal } from '../../../main/basics/refusal';
import { DatasetStore } from '../../../main/datasets';
import { builtInSources } from '../../../main/datasets/sources';
import { everythingIn, removeTemporaryFolders, tarGz, temporaryFolder } from './fakes';
import { fakeIdx, imagesFile, labelsFile, pixelAt } from './idx-fakes';
import { zipOf } from './zip-of';

afterAll(removeTemporaryFolders);

const fake = fakeIdx();
const storeOf = ({ source } = fake): DatasetStore => {
  const folder = temporaryFolder();
  return new DatasetStore({
    root: join(folder, 'datasets'),
    cache: join(folder, 'cache'),
    sources: [source],
  });
};

function folderOf(files: Readonly<Record<string, Buffer>>, folder = temporaryFolder()): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

function expectWhole(store: DatasetStore): void {
  const folder = join(store.root, 'mnist');
  const images = readFileSync(join(folder, 'train.images.u8'));
  expect(images.length).toBe(40 * 784);
  let wrong = 0;
  for (let i = 0; i < 40; i++) {
    for (let p = 0; p < 784; p++) if (images[i * 784 + p] !== pixelAt(1, 'train', i, p)) wrong++;
  }
  expect(wrong).toBe(0);
  const val = readFileSync(join(folder, 'val.images.u8'));
  expect([val.length, val[784 * 19 + 5]]).toEqual([20 * 784, pixelAt(1, 'val', 19, 5)]);
  const labels = readFileSync(join(folder, 'train.labels.i32'));
  expect(Array.from({ length: 40 }, (_, i) => labels.readInt32LE(i * 4))).toEqual(
    Array.from({ length: 40 }, (_, i) => (i * 3) % 10),
  );
}

async function refusalOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Refusal);
  return (error as Refusal).message;
}

async function expectRefused(path: string, words: (string | RegExp)[], set = fake): Promise<void> {
  const store = storeOf(set);
  const message = await refusalOf(store.importFrom('mnist', path));
  for (const word of words) expect(message).toMatch(word);
  expect(everythingIn(store.root)).toEqual([]);
}

describe('the same bytes', () => {
  const members = (files: Readonly<Record<string, Buffer>>) =>
    Object.entries(files).map(([name, content]) => ({ name: `MNIST/raw/${name}`, content }));
  const others = { 'readme.txt': Buffer.from('hello') };

  test.each<[string, () => Promise<string> | string]>([
    ['a folder of .gz', () => folderOf({ ...fake.archives, ...others })],
    ['a folder of unpacked files', () => folderOf({ ...fake.files, ...others })],
    ['both side by side', () => folderOf({ ...fake.files, ...fake.archives })],
    [
      'a folder that has it, as torchvision leaves it',
      () => {
        const top = temporaryFolder();
        folderOf(fake.files, join(top, 'MNIST', 'raw'));
        return top;
      },
    ],
    [
      'names with a dot, as other collections have them',
      () =>
        folderOf(
          Object.fromEntries(
            Object.entries(fake.files).map(([name, content]) => [name.replace('-idx', '.idx'), content]),
          ),
        ),
    ],
    ['one of the four files', () => join(folderOf(fake.archives), 't10k-labels-idx1-ubyte.gz')],
    ['one of the four files, unpacked', () => join(folderOf(fake.files), 'train-images-idx3-ubyte')],
    [
      'a .tar.gz of .gz',
      async () => {
        const file = join(temporaryFolder(), 'mnist.tar.gz');
        writeFileSync(file, await tarGz(members(fake.archives)));
        return file;
      },
    ],
    [
      'a .zip of .gz',
      () => {
        const file = join(temporaryFolder(), 'mnist.zip');
        writeFileSync(file, zipOf(members(fake.archives)));
        return file;
      },
    ],
    [
      'a .zip of unpacked files',
      () => {
        const file = join(temporaryFolder(), 'mnist.zip');
        writeFileSync(file, zipOf(members(fake.files)));
        return file;
      },
    ],
    [
      'files that were gzipped again',
      () => {
        const anew = Object.entries(fake.files).map(([name, content]) => [`${name}.gz`, gzipSync(content)]);
        return folderOf(Object.fromEntries(anew));
      },
    ],
  ])('%s', async (_what, make) => {
    const store = storeOf();
    const info = await store.importFrom('mnist', await make());
    expect(info).toMatchObject({
      state: 'ready',
      trainCount: 40,
      valCount: 20,
      valRole: 'test',
      imageShape: [28, 28, 1],
      trainPerClass: new Array(10).fill(4),
    });
    expectWhole(store);
  });
});

describe('what is wrong is refused, and nothing is left', () => {
  const images = 'train-images-idx3-ubyte';

  test('another set of the kind is named by its sums', async () => {
    const other = fakeIdx({ salt: 2 });
    await expectRefused(folderOf(other.archives), [
      't10k-images-idx3-ubyte.gz',
      'is not the file of MNIST: its MD5 should be',
    ]);
  });

  test('a missing file, and one whose siblings are missing', async () => {
    const { [`${images}.gz`]: _, ...rest } = fake.archives;
    await expectRefused(folderOf(rest), [`needs ${images}, but `, 't10k-labels']);
    const lonely = join(folderOf({ [images]: fake.files[images]! }), images);
    await expectRefused(lonely, [
      'train-labels-idx1-ubyte, t10k-images-idx3-ubyte',
      'train-images-idx3-ubyte.',
    ]);
  });

  test('a truncated .gz, a .gz with a flipped bit, a .gz that is none', async () => {
    const whole = fake.archives[`${images}.gz`]!;
    const cut = { ...fake.archives, [`${images}.gz`]: whole.subarray(0, whole.length - 20) };
    await expectRefused(folderOf(cut), ['truncated or damaged', images, 'unexpected end of file']);
    const flipped = Buffer.from(whole);
    flipped[whole.length >> 1]! ^= 4;
    await expectRefused(folderOf({ ...fake.archives, [`${images}.gz`]: flipped }), [images]);
    const none = { ...fake.archives, [`${images}.gz`]: Buffer.from('<html>') };
    await expectRefused(folderOf(none), ['truncated or damaged', 'incorrect header check']);
  });

  test('a .gz that unpacks to far more than it should', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    await expectRefused(folderOf({ ...fake.archives, [`${images}.gz`]: bomb }), [
      images,
      'is not the file of MNIST: it should have 31,376 bytes, but has more than 31,376 bytes.',
    ]);
  });

  test('a truncated .zip, and one whose member is damaged', async () => {
    const members = Object.entries(fake.archives).map(([name, content]) => ({ name, content }));
    const whole = zipOf(members);
    const file = join(temporaryFolder(), 'cut.zip');
    writeFileSync(file, whole.subarray(0, whole.length - 30));
    await expectRefused(file, ['truncated or damaged']);
    const damaged = Buffer.from(whole);
    damaged[400]! ^= 1;
    writeFileSync(file, damaged);
    await expectRefused(file, [images]);
  });
});

describe('where no sums of unpacked files are published', () => {
  const kin = fakeIdx({ sums: 'archive' });
  const labels = 'train-labels-idx1-ubyte';

  test('the published .gz and its contents are taken', async () => {
    for (const files of [kin.archives, kin.files]) {
      const store = storeOf(kin);
      expect((await store.importFrom('mnist', folderOf(files))).state).toBe('ready');
    }
  });

  test('a head that says something else', async () => {
    const wrong = { ...kin.files, 'train-images-idx3-ubyte': imagesFile(1, 'train') };
    wrong['train-images-idx3-ubyte'].writeUInt32BE(32, 8);
    await expectRefused(
      folderOf(wrong),
      [
        ') should be 2051, 40, 28, 28 (magic number and dimensions), but is 2051, 40, 32, 28.',
        'should be 2051, 40, 28, 28',
        'but is 2051, 40, 32, 28',
      ],
      kin,
    );
  });

  test('a label that no class has', async () => {
    const wrong = { ...kin.files, [labels]: labelsFile('train') };
    wrong[labels]![8 + 7] = 10;
    await expectRefused(
      folderOf(wrong),
      [') must be from 0 to 9, but one is 10 (position 7).', 'but one is 10 (position 7)'],
      kin,
    );
  });

  test('classes that are not as many as the others', async () => {
    const wrong = { ...kin.files, [labels]: labelsFile('train') };
    wrong[labels]![8] = 1;
    await expectRefused(
      folderOf(wrong),
      ['has 4 training images of each class', 'MNIST has 4 training images of each class, but "0" has 3 in'],
      kin,
    );
  });
});

test('the entries of the catalogue say where they are from and how large they are', async () => {
  const store = new DatasetStore({ root: temporaryFolder() });
  const byId = Object.fromEntries((await store.list()).map((info) => [info.id, info]));
  expect(byId.mnist).toMatchObject({
    downloadBytes: 9_912_422 + 28_881 + 1_648_877 + 4_542,
    trainCount: 60_000,
    valCount: 10_000,
    bytes: 70_000 * (784 + 4),
    sources: ['download', 'import'],
  });
  expect(byId.cifar100!.classes).toHaveLength(100);
  expect(new Set(byId.cifar100!.classes).size).toBe(100);
  expect(byId.cifar100).toMatchObject({ trainCount: 50_000, valCount: 10_000, downloadBytes: 168_513_733 });
  for (const info of Object.values(byId).filter(({ kind }) => kind === 'catalogue')) {
    expect([info.id, info.homepage, info.license, info.citation].every((text) => text)).toBe(true);
  }
  for (const { id, download = [] } of builtInSources) {
    for (const { fileName, urls, md5, sha256, bytes } of download) {
      expect([id, fileName, urls.length > 0, bytes > 0]).toEqual([id, fileName, true, true]);
      expect(md5 ?? 'f'.repeat(32)).toMatch(/^[0-9a-f]{32}$/);
      expect(sha256 ?? 'f'.repeat(64)).toMatch(/^[0-9a-f]{64}$/);
      expect(md5 ?? sha256).toBeDefined();
    }
  }
});
