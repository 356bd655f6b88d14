/** Folders of TensorFlow Datasets: shards read, damaged records dropped, damaged shards refused. */

import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspectionSchema } from '../../../../core/contract/datasets';
import { DatasetStore } from '../../../../main/datasets';
import { readListed, readRows } from '../../../../main/datasets/photos/stored/files';
import { english } from '../../../support/english';
import { removeTemporaryFolders, temporaryFolder } from '../fakes';
import { jpeg, png } from './pictures';
import { type TinySplits, writeTfds } from './tfds-folder';

afterAll(removeTemporaryFolders);

const newStore = () => new DatasetStore({ root: join(temporaryFolder(), 'datasets') });
let splits: TinySplits;
beforeAll(async () => {
  splits = {
    train: [
      [
        { image: await jpeg(24, 16, 1), label: 0, name: 'z1.jpg' },
        { image: await png(10, 12, 2), label: 1, name: 'a1.jpg' },
      ],
      [{ image: await jpeg(20, 20, 3), label: 1, name: 'a2.jpg' }],
    ],
    validation: [[{ image: await jpeg(8, 8, 4), label: 0 }]],
    test: [[{ image: await jpeg(8, 8, 5), label: 1 }]],
    unsupervised: [[{ image: await jpeg(8, 8, 6), label: 1 }]],
  };
});
const tiny = (change = {}) => writeTfds(join(temporaryFolder(), 'tiny', '1.0.0'), splits, change);

test('is recognized, from the folder of its version or one above', async () => {
  const path = tiny();
  for (const where of [path, join(path, '..'), join(path, '..', '..')]) {
    expect(inspectionSchema.parse(await newStore().inspect(where))).toMatchObject({
      kind: 'tfds',
      suggestedName: 'tiny',
      suggestedId: 'tiny',
      classes: ['zebra', 'ant'],
      trainCount: 3,
      valCount: 1,
      testCount: 1,
      valRole: 'validation',
      leftOut: 1,
    });
  }
});

test('classes keep the order of their labels, pictures their bytes and names', async () => {
  const store = newStore();
  const info = await store.importOwn({ path: tiny(), name: 'Tiny' });
  expect(info).toMatchObject({
    classes: ['zebra', 'ant'],
    trainPerClass: [1, 2],
    valPerClass: [1, 0],
    testPerClass: [0, 1],
    dropped: 1,
    odd: 0,
  });
  const folder = store.folder('tiny');
  const rows = await readRows(folder, 'train');
  expect(rows.map(({ name, label }) => [name, label])).toEqual([
    ['ant/a1.jpg', 1],
    ['zebra/z1.jpg', 0],
    ['ant/a2.jpg', 1],
  ]);
  const [first] = splits.train!;
  expect(readFileSync(join(folder, rows[1]!.path)).equals(first![0]!.image!)).toBe(true);
  expect((await readRows(folder, 'val'))[0]!.name).toBe('tiny-validation.tfrecord-00000-of-00001, record 0');
  expect(english(await readListed(folder))).toEqual([
    {
      file: 'unsupervised',
      state: 'dropped',
      reason: 'the split, with 1 record, is not train, validation, or test',
    },
  ]);
});

test('a record with damaged data is dropped and named', async () => {
  const path = tiny();
  const shard = join(path, 'tiny-train.tfrecord-00000-of-00002');
  const bytes = readFileSync(shard);
  // Within the last picture.
  bytes[bytes.length - 60] = bytes[bytes.length - 60]! ^ 1;
  writeFileSync(shard, bytes);
  const store = newStore();
  expect(await store.importOwn({ path, name: 'Tiny' })).toMatchObject({ state: 'ready', trainCount: 2 });
  expect(english(await readListed(store.folder('tiny')))).toContainEqual({
    file: 'tiny-train.tfrecord-00000-of-00002, record 1',
    state: 'dropped',
    reason: 'its data does not match its checksum',
  });
});

test('records without a picture or a known class are dropped', async () => {
  const image = await jpeg(8, 8, 7);
  const path = writeTfds(temporaryFolder(), {
    train: [[...splits.train!.flat(), { label: 0 }, { image }, { image, label: 2 }, { image, label: -1 }]],
  });
  const store = newStore();
  await store.importOwn({ path, name: 'Tiny' });
  expect(english(await readListed(store.folder('tiny'))).map(({ reason }) => reason)).toEqual([
    'it has no "image"',
    'it has no label',
    'its label 2 is not a class',
    'its label -1 is not a class',
  ]);
});

describe('refused, and nothing left behind', () => {
  const refused = async (path: string, message: RegExp) => {
    const store = newStore();
    await expect(store.importOwn({ path, name: 'Tiny' })).rejects.toThrow(message);
    const left = await store.list();
    expect(left.filter(({ kind }) => kind === 'own')).toEqual([]);
    try {
      expect(readdirSync(store.root)).toEqual([]);
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOENT');
    }
  };
  const shard = (path: string) => join(path, 'tiny-train.tfrecord-00000-of-00002');

  test('a shard that was cut off', async () => {
    const path = tiny();
    truncateSync(shard(path), readFileSync(shard(path)).length - 5);
    await refused(
      path,
      /tiny-train\.tfrecord-00000-of-00002 in .* is damaged: it ends within record 1 of 2\./,
    );
  });

  test('a damaged length', async () => {
    const path = tiny();
    const bytes = readFileSync(shard(path));
    bytes[0] = bytes[0]! ^ 1;
    writeFileSync(shard(path), bytes);
    await refused(path, /the length of record 0 of \d+ does not match its checksum/);
  });

  test('fewer records than it says, a missing shard', async () => {
    const path = tiny();
    writeFileSync(shard(path), '');
    await refused(path, /tiny-train\.tfrecord-00000-of-00002 in .* should have 2 records, but has 0\./);
    const { rmSync } = await import('node:fs');
    rmSync(shard(path));
    await refused(path, /tiny-train\.tfrecord-00000-of-00002 is missing/);
  });

  test('other formats, features and names', async () => {
    await refused(tiny({ info: { fileFormat: 'array_record' } }), /in array_record/);
    await refused(tiny({ labels: 'one' }), /label\.labels\.txt must name 2 classes\. In .*, it has 1 line\./);
    const features = (found: object) => ({ features: { featuresDict: { features: found } } });
    await refused(
      tiny(features({ image: { image: {} } })),
      /A TensorFlow Datasets folder needs exactly one ClassLabel feature\. .* has 0 of image\./,
    );
    await refused(
      tiny(features({ image: { image: { dtype: 'float32' } }, label: { classLabel: { numClasses: '2' } } })),
      /Images must be uint8 or uint16\. In .*, they are float32\./,
    );
    const broken = tiny();
    writeFileSync(join(broken, 'features.json'), '{');
    await refused(broken, /features\.json in .* is not as TensorFlow Datasets writes it: /);
  });

  test('a set without a split to train on', async () => {
    const { train, ...others } = splits;
    const path = writeTfds(temporaryFolder(), { test: train!, ...others });
    await refused(path, /A data set needs a split "train"\. .* has test, validation, and unsupervised\./);
  });

  test('several versions at once', async () => {
    const above = temporaryFolder();
    for (const version of ['1.0.0', '2.0.0']) writeTfds(join(above, 'tiny', version), splits);
    await refused(above, /Import one version of a TensorFlow Datasets folder at a time\. .* has .* and .*/);
  });
});
