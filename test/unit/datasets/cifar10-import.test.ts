/** CIFAR-10 from archives and folders: the same bytes from every container, and nothing from a wrong one. */

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inEnglish } from '../../../core/messages';
import { Refusal } from '../../../main/basics/refusal';
import { DatasetStore } from '../../../main/datasets';
import { readOfficialFiles } from '../../../main/datasets/sources/official-files';
import { xz } from '../../support/datasets';
import { english } from '../../support/english';
import { testNeeding } from '../../support/needs';
import {
  contents,
  everythingIn,
  type FakeEntry,
  fakeCifar10,
  fakeRelease,
  officialEntries,
  RECORD,
  recordByte,
  removeTemporaryFolders,
  sha256,
  tar,
  tarGz,
  temporaryFolder,
  writeFolder,
} from './fakes';

afterAll(removeTemporaryFolders);

function newStore(): DatasetStore {
  const folder = temporaryFolder();
  return new DatasetStore({
    root: join(folder, 'datasets'),
    cache: join(folder, 'cache'),
    sources: [fakeCifar10],
  });
}

function fileOf(bytes: Uint8Array, name = 'cifar-10-binary.tar.gz'): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, bytes);
  return file;
}

/** An independent reading of the records: pixel by pixel from the formula of the fakes. */
function expectWhole(root: string): void {
  const images = readFileSync(join(root, 'cifar10', 'train.images.u8'));
  const labels = readFileSync(join(root, 'cifar10', 'train.labels.i32'));
  expect(images.length).toBe(2000 * 3072);
  let wrong = 0;
  for (let i = 0; i < 2000; i += 37) {
    const file = Math.floor(i / 400);
    const record = i % 400;
    if (labels.readInt32LE(i * 4) !== recordByte(file, record, 0)) wrong++;
    for (let y = 0; y < 32; y++) {
      for (let x = 0; x < 32; x++) {
        for (let c = 0; c < 3; c++) {
          const place = 1 + c * 1024 + y * 32 + x;
          if (images[i * 3072 + (y * 32 + x) * 3 + c] !== recordByte(file, record, place)) wrong++;
        }
      }
    }
  }
  expect(wrong).toBe(0);
  expect(readFileSync(join(root, 'cifar10', 'val.images.u8')).length).toBe(30 * 3072);
  expect(readFileSync(join(root, 'cifar10', 'val.labels.i32')).readInt32LE(4)).toBe(recordByte(5, 1, 0));
  expect(everythingIn(root)).toEqual(['cifar10']);
}

async function refusalOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Refusal);
  return (error as Refusal).message;
}

async function expectRefused(path: string, ...words: string[]): Promise<void> {
  const store = newStore();
  const message = await refusalOf(store.importFrom('cifar10', path));
  for (const word of words) expect(message).toContain(word);
  expect(everythingIn(store.root)).toEqual([]);
  expect(english(await store.info('cifar10')).state).toBe('absent');
}

describe('every container gives the same bytes', () => {
  test('a .tar.gz', async () => {
    const store = newStore();
    await store.importFrom('cifar10', fileOf(await tarGz(officialEntries())));
    expectWhole(store.root);
  });

  test('a .tar, whatever its name, with the files in another order', async () => {
    const store = newStore();
    await store.importFrom('cifar10', fileOf(await tar(officialEntries().reverse()), 'pictures.gz'));
    expectWhole(store.root);
  });

  testNeeding(xz)('a .tar.xz', async () => {
    const { stdout } = spawnSync('xz', ['-0', '-c'], {
      input: await tar(officialEntries()),
      maxBuffer: 1 << 28,
    });
    const store = newStore();
    await store.importFrom('cifar10', fileOf(stdout, 'cifar.tar.xz'));
    expectWhole(store.root);
    await expectRefused(
      fileOf(stdout.subarray(0, stdout.length >> 1)),
      'truncated or damaged',
      'Unexpected end of input',
    );
  });

  test('the unpacked folder', async () => {
    const store = newStore();
    await store.importFrom('cifar10', writeFolder(join(temporaryFolder(), 'cifar-10-batches-bin')));
    expectWhole(store.root);
  });

  test('a folder that contains it', async () => {
    const parent = temporaryFolder();
    writeFolder(join(parent, 'downloads', 'cifar-10-batches-bin'));
    writeFileSync(join(parent, 'test_batch.bin'), 'not this one');
    const store = newStore();
    await store.importFrom('cifar10', parent);
    expectWhole(store.root);
  });
});

describe('what is wrong is refused with what was expected and what was found', () => {
  test('no such path', async () => {
    await expectRefused(join(temporaryFolder(), 'nothing.tar.gz'), 'nothing.tar.gz');
  });

  test('neither folder nor archive', async () => {
    await expectRefused(fileOf(Buffer.from('<!DOCTYPE html><html>')), '.tar.gz', '<!DOCTYPE html>');
    await expectRefused(fileOf(Buffer.alloc(0)), 'empty');
    await expectRefused(fileOf(contents.get('test_batch.bin')!, 'batch'), 'starts with the bytes');
  });

  test('a truncated .tar.gz: which file, how many bytes', async () => {
    const whole = await tarGz(officialEntries());
    await expectRefused(
      fileOf(whole.subarray(0, Math.floor(whole.length * 0.6))),
      'truncated or damaged',
      'data_batch_',
      '1,229,200 bytes',
      'unexpected end of file',
    );
  });

  test('a .tar.gz that lacks only its last bytes', async () => {
    const whole = await tarGz(officialEntries());
    await expectRefused(fileOf(whole.subarray(0, whole.length - 6)), 'truncated or damaged');
  });

  test('a truncated .tar', async () => {
    const whole = await tar(officialEntries());
    await expectRefused(fileOf(whole.subarray(0, 1024 * 1500)), 'truncated or damaged', 'data_batch_2.bin');
  });

  test('a flipped bit in the compressed bytes', async () => {
    const whole = await tarGz(officialEntries());
    whole[whole.length >> 1]! ^= 0x10;
    await expectRefused(fileOf(whole), 'is not the file of CIFAR-10 (binary version): its SHA-256 should be');
  });

  test('one altered byte: the file and both sums', async () => {
    const altered = Buffer.from(contents.get('data_batch_3.bin')!);
    altered[100_000]! ^= 1;
    const words = ['data_batch_3.bin', sha256(contents.get('data_batch_3.bin')!), sha256(altered)];
    await expectRefused(fileOf(await tarGz(officialEntries({ 'data_batch_3.bin': altered }))), ...words);
    await expectRefused(writeFolder(temporaryFolder(), { 'data_batch_3.bin': altered }), ...words);
  });

  test('a label that no class has is found by the checksum, not by the writer', async () => {
    const altered = Buffer.from(contents.get('test_batch.bin')!);
    altered[RECORD] = 200;
    await expectRefused(
      writeFolder(temporaryFolder(), { 'test_batch.bin': altered }),
      'test_batch.bin',
      'SHA-256',
    );
  });

  test('a file of another size: both sizes', async () => {
    const short = contents.get('data_batch_5.bin')!.subarray(0, RECORD * 399);
    await expectRefused(
      writeFolder(temporaryFolder(), { 'data_batch_5.bin': short }),
      'data_batch_5.bin',
      '1,229,200 bytes',
      '1,226,127 bytes',
    );
  });

  test('missing files, and what was there instead', async () => {
    await expectRefused(
      fileOf(await tarGz(officialEntries({ 'data_batch_2.bin': null, 'test_batch.bin': null }))),
      'has data_batch_1.bin, data_batch_3.bin, data_batch_4.bin, data_batch_5.bin, batches.meta.txt, and readme.html.',
      'data_batch_1.bin',
      'readme.html',
    );
    await expectRefused(temporaryFolder(), 'data_batch_1.bin', 'has no file with a name of this data set');
  });

  test('one of the files: the others are looked for beside it', async () => {
    const lonely = fileOf(contents.get('test_batch.bin')!, 'test_batch.bin');
    await expectRefused(
      lonely,
      'data_batch_1.bin',
      'CIFAR-10 (binary version) needs data_batch_1.bin, data_batch_2.bin, data_batch_3.bin, data_batch_4.bin, and data_batch_5.bin, but',
    );
    const strange = join(temporaryFolder(), 'strange.tar');
    writeFileSync(strange, await tar([{ name: `a\u202e${'x'.repeat(5000)}`, content: Buffer.from('y') }]));
    await expectRefused(strange, `has a\ufffd${'x'.repeat(78)}…`);
    const folder = writeFolder(temporaryFolder());
    const store = newStore();
    await store.importFrom('cifar10', join(folder, 'data_batch_3.bin'));
    expectWhole(store.root);
  });

  test.each([
    ['cifar-100-binary/fine_label_names.txt', 'This looks like CIFAR-100 (binary version)'],
    [
      'cifar-100-python/meta',
      'CIFAR-10 (binary version) needs data_batch_1.bin, data_batch_2.bin, data_batch_3.bin, data_batch_4.bin, data_batch_5.bin, and test_batch.bin, but',
    ],
    [
      'MNIST/raw/train-images-idx3-ubyte.gz',
      'CIFAR-10 (binary version) needs data_batch_1.bin, data_batch_2.bin, data_batch_3.bin, data_batch_4.bin, data_batch_5.bin, and test_batch.bin, but',
    ],
    ['PetImages/Cat/0.jpg', 'This looks like Cats vs. dogs'],
    ['imagewoof2-320/train/n02086240/1.JPEG', 'This looks like Imagewoof'],
    ['imagenette2-320/train/n01440764/1.JPEG', 'This looks like Imagenette'],
    ['flower_photos/roses/1.jpg', 'This looks like Flowers'],
  ])('another data set is recognized by %s', async (name, words) => {
    await expectRefused(fileOf(await tarGz([{ name, content: Buffer.from('something') }])), words);
  });

  test('another data set is recognized though it is far larger', async () => {
    const entries: FakeEntry[] = [
      { name: 'PetImages/Cat/0.jpg', content: Buffer.alloc(80_000_000) },
      { name: 'PetImages/Cat/1.jpg', content: Buffer.alloc(1000) },
    ];
    await expectRefused(fileOf(await tarGz(entries)), 'This looks like Cats vs. dogs');
  });

  test('the Python version is recognized', async () => {
    const entries = ['data_batch_1', 'test_batch'].map((name) => ({
      name: `cifar-10-batches-py/${name}`,
      content: Buffer.from('pickle'),
    }));
    await expectRefused(fileOf(await tarGz(entries)), 'Python', 'binary version');
  });
});

describe('hostile archives', () => {
  test('names that leave the target are only names: the content decides, nothing is written there', async () => {
    const target = join(tmpdir(), `skipwire-escape-${process.pid}`);
    const entries: FakeEntry[] = [
      { name: `../../../../..${target}/evil.txt`, content: Buffer.from('evil') },
      { name: '../evil.txt', content: Buffer.from('evil') },
      { name: `${target}.txt`, content: Buffer.from('evil') },
      ...officialEntries(),
    ];
    const store = newStore();
    await store.importFrom('cifar10', fileOf(await tarGz(entries)));
    expectWhole(store.root);
    expect(everythingIn(tmpdir()).filter((name) => name.includes(`escape-${process.pid}`))).toEqual([]);
    expect(everythingIn(dirname(store.root))).toEqual(['datasets']);
  });

  test('a link in the place of a file', async () => {
    const entries = officialEntries({ 'data_batch_4.bin': null });
    entries.push({ name: 'data_batch_4.bin', type: 'symlink', linkname: '/etc/passwd' });
    await expectRefused(fileOf(await tarGz(entries)), 'data_batch_4.bin', 'a link or folder');
  });

  test('an archive that unpacks without end is given up', async () => {
    const bomb: FakeEntry[] = [{ name: 'zeros', content: Buffer.alloc(90 << 20) }];
    const path = fileOf(await tarGz(bomb));
    await expectRefused(path, 'unpacks to more than');
  });
});

test('a .tar.xz without the program xz says what to do', async () => {
  const path = fileOf(Buffer.from('fd377a585a000000', 'hex'), 'cifar.tar.xz');
  const attempt = readOfficialFiles(
    path,
    { title: 'CIFAR-10', files: fakeRelease().files },
    () => ({ write: () => {}, end: () => {} }),
    { xz: 'skipwire-no-such-program' },
  );
  const message = await refusalOf(attempt);
  expect(message).toContain('xz-utils');
  expect(message).toContain('.tar.gz');
});

test('a cancelled import leaves what was there before, and nothing else', async () => {
  const store = newStore();
  const archive = fileOf(await tarGz(officialEntries()));
  const first = await store.importFrom('cifar10', archive);
  const controller = new AbortController();
  const phases: string[] = [];
  const attempt = store.importFrom('cifar10', archive, {
    signal: controller.signal,
    onProgress: ({ detail }) => {
      phases.push(inEnglish(detail ?? ''));
      controller.abort();
    },
  });
  expect(await attempt.catch((error: unknown) => error)).toBe(controller.signal.reason);
  expect(phases[0]).toContain('data_batch_1.bin');
  expect(everythingIn(store.root)).toEqual(['cifar10']);
  expect(await store.info('cifar10')).toEqual(first);
});

test('progress runs from 0 to 1 over all six files', async () => {
  const store = newStore();
  const fractions: number[] = [];
  await store.importFrom('cifar10', writeFolder(temporaryFolder()), {
    onProgress: ({ phase, fraction }) => {
      if (inEnglish(phase).startsWith('Importing')) fractions.push(fraction!);
    },
  });
  expect(fractions.at(-1)).toBe(1);
  expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);
});
