/** The real CIFAR-10, from the archive to the raw files, checked against the official sums the way back. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { RawSplit } from '../../../main/compiler/types';
import { DatasetStore } from '../../../main/datasets';
import { officialRelease } from '../../../main/datasets/sources/cifar10';
import { splitSource } from '../../../main/datasets/storage/store';
import { cifar10, realCifarFolder } from '../../support/datasets';
import { english } from '../../support/english';
import { testNeeding } from '../../support/needs';

const root = realCifarFolder();
const store = new DatasetStore({ root: root ?? '' });

testNeeding(cifar10)(
  'the import has every official image, 5,000 and 1,000 of each class, in the official order',
  async () => {
    expect(english(await store.info('cifar10'))).toMatchObject({
      state: 'ready',
      trainCount: 50_000,
      valCount: 10_000,
      trainPerClass: new Array(10).fill(5000),
      valPerClass: new Array(10).fill(1000),
      bytes: 60_000 * (3072 + 4),
      splitDescription:
        'trained on the 50,000 official training images, validated on the 10,000 official test images',
    });
    const { classes } = await store.manifest('cifar10');
    const first = async (split: 'train' | 'val') =>
      (await store.examples({ id: 'cifar10', split, offset: 0, limit: 5 })).labels.map(
        (label) => classes[label],
      );
    expect(await first('train')).toEqual(['frog', 'truck', 'truck', 'deer', 'automobile']);
    expect(await first('val')).toEqual(['cat', 'ship', 'ship', 'airplane', 'frog']);
  },
);

testNeeding(cifar10)('written back as records, the images give the official files', async () => {
  const manifest = await store.manifest('cifar10');
  const next = { train: 0, val: 0 };
  for (const file of officialRelease.files) {
    const count = file.bytes / 3073;
    const source = splitSource(store.folder('cifar10'), manifest, file.split) as RawSplit;
    const images = Buffer.alloc(count * 3072);
    const handle = openSync(source.imagesFile, 'r');
    readSync(handle, images, 0, images.length, next[file.split] * 3072);
    closeSync(handle);
    const labels = readFileSync(source.labelsFile);
    const records = Buffer.alloc(file.bytes);
    for (let i = 0; i < count; i++) {
      records[i * 3073] = labels.readInt32LE((next[file.split] + i) * 4);
      for (let place = 0; place < 3072; place++) {
        records[i * 3073 + 1 + place] = images[i * 3072 + (place % 1024) * 3 + (place >> 10)]!;
      }
    }
    next[file.split] += count;
    const sum = createHash('sha256').update(records).digest('hex');
    expect([file.name, sum]).toEqual([file.name, file.sha256]);
  }
  expect(next).toEqual({ train: 50_000, val: 10_000 });
});
