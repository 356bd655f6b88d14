/** Real files of a small set whose images differ in their bytes. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Selection, selectionSchema } from '../../../core/study/data';
import type { FileSplit, RawSplit, SplitSource } from '../../../main/compiler/types';
import { selectSplits as select } from '../../../main/datasets/selection';
import { SELECTIONS } from '../../../main/datasets/selection/subset';
import { fingerprintOf } from '../../../main/datasets/storage/fingerprint';
import {
  type DatasetManifest,
  manifestSchema,
  readStored,
  type SplitName,
} from '../../../main/datasets/storage/store';

const CLASSES = ['a', 'b', 'c'];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-selection-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Classes by turns, but the last class is rarer. */
const labelOf = (index: number) => (index % 7 === 0 ? 2 : index % 2);
const int32 = (values: number[]) => new Uint8Array(Int32Array.from(values).buffer);

/** Image n of split k is [k, n / 256, n % 256]. */
function makeSet(
  counts: Partial<Record<SplitName, number>>,
  storage: 'raw' | 'files' = 'raw',
): DatasetManifest {
  const splits: Record<string, { count: number; perClass: number[] }> = {};
  for (const [place, name] of (['train', 'val', 'test'] as const).entries()) {
    const count = counts[name] ?? 0;
    if (name === 'test' && count === 0) continue;
    const labels = Array.from({ length: count }, (_, index) => labelOf(index));
    splits[name] = { count, perClass: CLASSES.map((_, c) => labels.filter((label) => label === c).length) };
    writeFileSync(join(folder, `${name}.labels.i32`), int32(labels));
    const images = labels.flatMap((_, index) => [place, index >> 8, index & 255]);
    if (storage === 'raw') writeFileSync(join(folder, `${name}.images.u8`), Uint8Array.from(images));
    else {
      const paths = labels.map((_, index) => `images/000/${name}-${index}.jpg\n`);
      writeFileSync(join(folder, `${name}.files.txt`), paths.join(''));
    }
  }
  const manifest = manifestSchema.parse({
    format: 'skipwire.dataset',
    version: 1,
    id: 'mine',
    name: 'Mine',
    classes: CLASSES,
    imageShape: [1, 1, 3],
    storage,
    ...splits,
    valRole: 'test',
    splitDescription: 'trained on all',
    origin: 'test',
    importedAt: '2026-01-01T00:00:00.000Z',
  });
  writeFileSync(join(folder, 'dataset.json'), JSON.stringify(manifest));
  return manifest;
}

type Given = Partial<Parameters<typeof selectionSchema.parse>[0] & object>;
const choice = (selection: Given = {}, limits: { trainLimit?: number; valLimit?: number } = {}) => ({
  selection: selectionSchema.parse(selection) as Selection,
  trainLimit: limits.trainLimit ?? null,
  valLimit: limits.valLimit ?? null,
});
const selectSplits = async (...given: Parameters<typeof select>) => {
  const { splits, ...rest } = await select(...given);
  return { ...splits, ...rest };
};
const held = (amount: number): Given => ({ validation: { kind: 'held-out', amount } });

/** [split, index, label] of every image that a compiled graph would read. */
function read(source: SplitSource | undefined): number[][] {
  if (!source) return [];
  const raw = source as RawSplit;
  const labels = readFileSync(raw.labelsFile);
  const images = readFileSync(raw.imagesFile);
  return Array.from({ length: raw.count }, (_, n) => [
    images[3 * n] as number,
    (images[3 * n + 1] as number) * 256 + (images[3 * n + 2] as number),
    labels.readInt32LE(4 * n),
  ]);
}

test('official splits and the first images of one are read where they are', async () => {
  const manifest = makeSet({ train: 50, val: 20 });
  const { train, validation, test, counts } = await selectSplits(
    folder,
    manifest,
    choice({}, { trainLimit: 8 }),
  );
  expect(train).toEqual({
    imagesFile: join(folder, 'train.images.u8'),
    imageShape: [1, 1, 3],
    labelsFile: join(folder, 'train.labels.i32'),
    count: 8,
  });
  expect(validation).toMatchObject({ imagesFile: join(folder, 'val.images.u8'), count: 20 });
  expect(test).toBeUndefined();
  expect(counts).toEqual({ train: 8, validation: 20 });
  expect(existsSync(join(folder, SELECTIONS))).toBe(false);
});

test('train, validation and test never overlap, and every image is in exactly one place', async () => {
  const manifest = makeSet({ train: 1000, val: 90 });
  for (const [seed, amount] of [
    [1, 0.2],
    [2, 333],
    [3, 1],
  ] as const) {
    const selected = await selectSplits(folder, manifest, choice({ ...held(amount), seed }));
    const [train, validation, test] = [read(selected.train), read(selected.validation), read(selected.test)];
    const all = [...train, ...validation].map(([split, index]) => `${split} ${index}`);
    expect(new Set(all).size).toBe(1000);
    expect(all).toHaveLength(1000);
    expect(test.map(([split, index]) => [split, index])).toEqual(
      Array.from({ length: 90 }, (_, index) => [1, index]),
    );
    for (const [, index, label] of [...train, ...validation, ...test])
      expect(label).toBe(labelOf(index as number));
    // In the order of the split, so that "the first" means the same everywhere.
    expect(train.map(([, index]) => index)).toEqual(train.map(([, index]) => index).sort((a, b) => a! - b!));
    const quota = manifest.train.perClass.map((count) => (count * validation.length) / 1000);
    for (const [label, count] of selected.perClass.validation.entries()) {
      expect(Math.abs(count - (quota[label] as number))).toBeLessThan(1);
      expect(validation.filter((image) => image[2] === label)).toHaveLength(count);
    }
  }
});

test('the seed decides, and nothing else: these images are the same on every machine', async () => {
  const manifest = makeSet({ train: 40, val: 3 });
  const images = async (seed: number) =>
    read((await selectSplits(folder, manifest, choice({ ...held(6), seed }))).validation);
  const first = await images(1);
  expect(first.map(([, index]) => index)).toEqual(EXPECTED);
  expect(await images(2)).not.toEqual(first);
  rmSync(join(folder, SELECTIONS), { recursive: true });
  expect(await images(1)).toEqual(first);
});

test('a larger share contains every smaller one', async () => {
  const manifest = makeSet({ train: 200, val: 3 });
  const share = async (trainShare: number) =>
    new Set(read((await selectSplits(folder, manifest, choice({ trainShare }))).train).map(String));
  const [small, large] = [await share(0.1), await share(0.5)];
  expect(small.size).toBe(20);
  expect([...small].every((image) => large.has(image))).toBe(true);
});

test('classes are left out, merged and reordered; labels are outputs', async () => {
  const manifest = makeSet({ train: 100, val: 30 });
  const classes = [
    { name: 'rare', of: ['c'] },
    { name: 'first', of: ['a'] },
  ];
  const { train, validation, ...selected } = await selectSplits(folder, manifest, choice({ classes }));
  for (const [, index, label] of [...read(train), ...read(validation)]) {
    expect(label).toBe(labelOf(index as number) === 2 ? 0 : 1);
    expect(labelOf(index as number)).not.toBe(1);
  }
  expect(selected.classes).toEqual(['rare', 'first']);
  expect(selected.perClass.train).toEqual([manifest.train.perClass[2], manifest.train.perClass[0]]);
});

test('merging alone copies labels, not images', async () => {
  const manifest = makeSet({ train: 100, val: 30 });
  const classes = [
    { name: 'both', of: ['a', 'b'] },
    { name: 'c', of: ['c'] },
  ];
  const { train } = await selectSplits(folder, manifest, choice({ classes }));
  expect((train as RawSplit).imagesFile).toBe(join(folder, 'train.images.u8'));
  expect(read(train).map(([, , label]) => label)).toEqual(
    Array.from({ length: 100 }, (_, index) => (labelOf(index) === 2 ? 1 : 0)),
  );
});

test('of photographs a list of paths is written, relative to the set', async () => {
  const manifest = makeSet({ train: 60, val: 10 }, 'files');
  const { train, validation, test } = await selectSplits(folder, manifest, choice(held(10)));
  const lines = (source: SplitSource | undefined) =>
    readFileSync((source as FileSplit).pathsFile, 'utf8')
      .trim()
      .split('\n');
  expect((validation as FileSplit).root).toBe(folder);
  const all = [...lines(train), ...lines(validation)];
  expect(new Set(all).size).toBe(60);
  expect(all.every((line) => line.startsWith('images/000/train-'))).toBe(true);
  expect((test as FileSplit).pathsFile).toBe(join(folder, 'val.files.txt'));
});

test('a subset is written once, disturbs neither fingerprint nor reading, and the oldest goes', async () => {
  const manifest = makeSet({ train: 60, val: 10 });
  const before = await fingerprintOf(folder);
  const once = await selectSplits(folder, manifest, choice(held(10)));
  const file = (once.train as RawSplit).imagesFile;
  utimesSync(file, 1, 1);
  await selectSplits(folder, manifest, choice(held(10)));
  expect(read(once.train)).toHaveLength(50);
  const { statSync } = await import('node:fs');
  expect(statSync(file).mtimeMs).toBe(1000);
  expect(await fingerprintOf(folder)).toBe(before);
  expect((await readStored(folder)).state).toBe('ready');
  const kept = () => readdirSync(join(folder, SELECTIONS));
  for (let amount = 11; amount < 20; amount++) await selectSplits(folder, manifest, choice(held(amount)));
  // All were used just now.
  expect(kept()).toHaveLength(10);
  for (const [age, name] of kept().entries())
    utimesSync(join(folder, SELECTIONS, name), 1000 + age, 1000 + age);
  mkdirSync(join(folder, SELECTIONS, 'x.01234567.tmp'));
  utimesSync(join(folder, SELECTIONS, 'x.01234567.tmp'), 1, 1);
  await selectSplits(folder, manifest, choice(held(20)));
  expect(kept()).toHaveLength(6);
  expect(kept().some((name) => name.endsWith('.tmp'))).toBe(false);
});

test('labels that are not those of the manifest are refused', async () => {
  const manifest = makeSet({ train: 60, val: 10 });
  writeFileSync(join(folder, 'train.labels.i32'), int32(new Array(60).fill(0)));
  await expect(selectSplits(folder, manifest, choice(held(10)))).rejects.toThrow(
    /The labels of Mine do not match its dataset\.json: 4 of them in "train" are expected, but there are 0\. Import it again\./,
  );
});

/** What seed 1 means: runs are paired and repeated by it. */
const EXPECTED = [2, 7, 9, 11, 24, 36];
