/** Sets of TensorFlow Datasets in archives, and one that TensorFlow Datasets itself has written. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DatasetStore } from '../../../../main/datasets';
import { readListed, readRows } from '../../../../main/datasets/photos/stored/files';
import { english } from '../../../support/english';
import { everythingIn, removeTemporaryFolders, tar, temporaryFolder } from '../fakes';
import { type Files, jpeg, petFiles, writeZip } from './pictures';
import { type TinySplits, writeTfds } from './tfds-folder';

afterAll(removeTemporaryFolders);

const newStore = () => new DatasetStore({ root: join(temporaryFolder(), 'datasets') });
const fixture = join(__dirname, '..', '..', '..', 'reference', 'fixtures', 'tfds');

function filesBelow(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const paths = names.map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path)]));
}

const entries = (files: Files) =>
  Object.entries(files).map(([name, content]) => ({ name, content: Buffer.from(content) }));
const kinds = {
  zip: async (files: Files) => writeZip(join(temporaryFolder(), 'set.zip'), files),
  tar: async (files: Files) => {
    const path = join(temporaryFolder(), 'set.tar');
    writeFileSync(path, await tar(entries(files)));
    return path;
  },
  // In it the descriptions lie behind the shards.
  'tar.gz': async (files: Files) => {
    const path = join(temporaryFolder(), 'set.tar.gz');
    writeFileSync(path, gzipSync(await tar(entries(files).reverse())));
    return path;
  },
};
const archives = Object.entries(kinds);

describe('as TensorFlow Datasets writes it', () => {
  const expected = JSON.parse(readFileSync(join(fixture, 'expected.json'), 'utf8'));

  test.each([['folder', async () => fixture] as const, ...archives])('in a %s', async (_kind, make) => {
    const path = await make(filesBelow(fixture));
    const store = newStore();
    expect(english(await store.inspect(path))).toMatchObject({
      kind: 'tfds',
      suggestedName: 'tiny_pets',
      classes: ['zebra', 'ant'],
      trainCount: 6,
      valCount: 3,
      testCount: 2,
      leftOut: 0,
    });
    const { id, dropped, odd } = await store.importOwn({ path, name: 'Tiny pets' });
    expect([dropped, odd]).toEqual([0, 0]);
    const folder = store.folder(id);
    for (const [ours, theirs] of [
      ['train', 'train'],
      ['val', 'validation'],
      ['test', 'test'],
    ] as const) {
      const rows = (await readRows(folder, ours)).map(({ label, name, path: file }) => {
        const sum = createHash('md5').update(readFileSync(join(folder, file)));
        return [label, name.split('/').at(-1), sum.digest('hex')];
      });
      expect(rows.sort()).toEqual(expected[theirs]);
    }
  });
});

describe.each(archives)('in a .%s', (_kind, make) => {
  let splits: TinySplits;
  beforeAll(async () => {
    const picture = await jpeg(20, 20, 3);
    splits = {
      train: [
        [
          { image: await jpeg(24, 16, 1), label: 0 },
          { image: await jpeg(24, 16, 2), label: 1 },
        ],
        [0, 1].map((label) => ({ image: picture, label })),
      ],
    };
  });
  const tiny = () => filesBelow(writeTfds(join(temporaryFolder(), 'tiny'), splits));
  const shard = 'tiny-train.tfrecord-00000-of-00002';
  const refused = async (files: Files, words: RegExp) => {
    const store = newStore();
    await expect(store.importOwn({ path: await make(files), name: 'Tiny' })).rejects.toThrow(words);
    expect(everythingIn(store.root)).toEqual([]);
  };

  test('the files may lie at its top', async () => {
    const info = await newStore().importOwn({ path: await make(tiny()), name: 'Tiny' });
    expect(info.trainPerClass).toEqual([2, 2]);
  });

  test('a record that is damaged is dropped and listed', async () => {
    const files = tiny();
    const damaged = Buffer.from(files[shard]!);
    damaged[200]! ^= 1;
    const store = newStore();
    const { id, dropped } = await store.importOwn({
      path: await make({ ...files, [shard]: damaged }),
      name: 'T',
    });
    expect(dropped).toBe(1);
    expect(english(await readListed(store.folder(id)))).toMatchObject([
      { file: `${shard}, record 0`, state: 'dropped' },
    ]);
  });

  test('a shard that is cut off, one too many and a missing one are refused', async () => {
    const files = tiny();
    await refused(
      { ...files, [shard]: files[shard]!.subarray(0, -5) },
      /tiny-train\.tfrecord-00000-of-00002 in .* is damaged: it ends within record 1 of 2\./,
    );
    await refused(
      { ...files, [shard]: Buffer.concat([files[shard]!, files[shard]!]) },
      /tiny-train\.tfrecord-00000-of-00002 in .* should have 2 records, but has 4\./,
    );
    const { [shard]: _, ...fewer } = files;
    await refused(fewer, /has 2 shards\. In .*, tiny-train\.tfrecord-00000-of-00002 is missing\./);
  });

  test('other formats, several versions, and descriptions that are none are refused', async () => {
    const files = tiny();
    const info = JSON.parse(Buffer.from(files['dataset_info.json']!).toString());
    const json = (value: object) => Buffer.from(JSON.stringify(value));
    await refused(
      { ...files, 'dataset_info.json': json({ ...info, fileFormat: 'array_record' }) },
      /Only TensorFlow Datasets in the tfrecord format are supported\. .* is in array_record\./,
    );
    await refused(
      { ...files, 'features.json': Buffer.from('{') },
      /features\.json in .* is not as TensorFlow Datasets writes it: /,
    );
    const both = Object.entries(files).flatMap(([name, bytes]) =>
      ['1.0.0', '2.0.0'].map((version) => [`tiny/${version}/${name}`, bytes]),
    );
    await refused(
      Object.fromEntries(both),
      /^Import one version of a TensorFlow Datasets folder at a time\. .* has .*tiny\/1\.0\.0 and .*tiny\/2\.0\.0\./,
    );
  });

  test('a picture set that has one of the two files beside it is none', async () => {
    const path = await make({ ...(await petFiles()), 'dataset_info.json': Buffer.from('{}') });
    expect((await newStore().inspect(path)).kind).toBe('folders');
  });
});

test('bytes of a .zip that are damaged below its checksums are reported as an incomplete shard', async () => {
  const splits = { train: [[0, 1].map((label) => ({ image: Buffer.alloc(5000, label), label }))] };
  const path = writeZip(join(temporaryFolder(), 'x.zip'), filesBelow(writeTfds(temporaryFolder(), splits)));
  const bytes = readFileSync(path);
  const name = bytes.indexOf('tiny-train.tfrecord');
  bytes.fill(0xff, name + 40, name + 60);
  writeFileSync(path, bytes);
  const store = newStore();
  await expect(store.importOwn({ path, name: 'Tiny' })).rejects.toThrow(
    /tiny-train\.tfrecord-00000-of-00001 in .* is damaged: invalid code lengths set\./,
  );
  expect(everythingIn(store.root)).toEqual([]);
});
