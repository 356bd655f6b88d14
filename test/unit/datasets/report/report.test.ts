/** Exact numbers on made-up sets, raw ones and photographs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { datasetReportSchema } from '../../../../core/contract/report';
import { inWords } from '../../../../main/cli/datasets/report';
import { DatasetStore } from '../../../../main/datasets';
import { computeReport } from '../../../../main/datasets/report/compute';
import { Sizes } from '../../../../main/datasets/report/sizes';
import { reportSplit } from '../../../../main/datasets/report/splits';
import { writeFiles } from '../photos/pictures';
import { type Labeled, type Shape, scene, shoot, writeRawSet } from './images';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-report-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const shot = (seed: number, label: number, how?: Parameters<typeof shoot>[2]): Labeled => ({
  pixels: shoot(scene(seed), [32, 32, 3], how),
  label,
});

test('counts, imbalance and missing classes of a split', () => {
  expect(reportSplit('train', { count: 25, perClass: [5, 0, 15, 5] })).toEqual({
    split: 'train',
    count: 25,
    perClass: [5, 0, 15, 5],
    imbalance: 3,
    largest: 2,
    smallest: 0,
    missing: [1],
  });
  expect(reportSplit('val', { count: 0, perClass: [0, 0] })).toMatchObject({
    imbalance: null,
    largest: null,
    missing: [0, 1],
  });
});

test('channels of raw images, exactly, over the training images alone', async () => {
  const imageShape: Shape = [1, 2, 3];
  const { folder, manifest } = writeRawSet(
    root,
    {
      train: [
        { pixels: Uint8Array.from([0, 0, 255, 255, 0, 255]), label: 0 },
        { pixels: Uint8Array.from([0, 0, 255, 255, 51, 255]), label: 1 },
      ],
      val: [{ pixels: Uint8Array.from([9, 9, 9, 9, 9, 9]), label: 0 }],
    },
    { imageShape },
  );
  const { channels, sizes, splits } = await computeReport(folder, manifest);
  expect(channels).toEqual({
    names: ['red', 'green', 'blue'],
    mean: [0.5, expect.closeTo(0.05, 12), 1],
    deviation: [0.5, expect.closeTo(Math.sqrt(3) / 20, 12), 0],
    images: 2,
  });
  expect(sizes).toEqual({ kind: 'equal', width: 2, height: 1 });
  expect(splits.map(({ split, count }) => [split, count])).toEqual([
    ['train', 2],
    ['val', 1],
  ]);
});

test('duplicates within and across splits, leakage, and labels that differ', async () => {
  const { folder, manifest } = writeRawSet(root, {
    train: [shot(1, 0), shot(2, 1), shot(3, 0), shot(1, 0), shot(4, 1)],
    val: [shot(5, 0), shot(2, 1), shot(3, 1, { offset: 25 }), shot(6, 0)],
    test: [shot(7, 1), shot(6, 0, { left: 1 })],
  });
  const report = datasetReportSchema.parse(await computeReport(folder, manifest));
  const { duplicates } = report;
  expect(duplicates.exact).toEqual({ groups: 2, images: 4, crossing: 1, labelsDiffer: 0 });
  expect(duplicates.near).toEqual({ groups: 2, images: 4, crossing: 2, labelsDiffer: 1 });
  expect(duplicates.leakage).toEqual([
    { of: 'val', in: 'train', count: 4, images: 2, exact: 1, near: 1, labelsDiffer: 1 },
    { of: 'test', in: 'train', count: 2, images: 0, exact: 0, near: 0, labelsDiffer: 0 },
    { of: 'test', in: 'val', count: 2, images: 1, exact: 0, near: 1, labelsDiffer: 0 },
  ]);
  const shown = duplicates.groups.map(({ kind, members }) => [
    kind,
    ...members.map(({ split, index, label }) => `${split} ${index} ${label}`),
  ]);
  expect(shown).toEqual([
    ['near', 'train 2 0', 'val 2 1'],
    ['exact', 'train 1 1', 'val 1 1'],
    ['near', 'val 3 0', 'test 1 0'],
    ['exact', 'train 0 0', 'train 3 0'],
  ]);
  const words = inWords(report, 'Made up', manifest.classes);
  expect(words).toContain('2 of 4 images in second split have a duplicate in training (1 exact)');
});

test('an exact copy of a near-duplicate is one of its group', async () => {
  const { folder, manifest } = writeRawSet(root, {
    train: [shot(1, 0), shot(2, 1)],
    val: [shot(1, 0, { offset: 20 }), shot(1, 0, { offset: 20 })],
  });
  const { duplicates } = await computeReport(folder, manifest);
  expect(duplicates.groups.map(({ kind, size }) => [kind, size])).toEqual([['near', 3]]);
  expect(duplicates.leakage[0]).toMatchObject({ images: 2, exact: 0, near: 2 });
});

test('photographs: sizes, channels, what was dropped, and a copy saved again', async () => {
  const photo = (seed: number, width: number, height: number) =>
    sharp(Buffer.from(shoot(scene(seed), [height, width, 3])), { raw: { width, height, channels: 3 } });
  const first = await photo(1, 120, 90).jpeg({ quality: 95 }).toBuffer();
  const folder = writeFiles(join(root, 'pets'), {
    'train/cat/1.jpg': first,
    'train/cat/2.png': await photo(2, 60, 120).png().toBuffer(),
    'train/dog/3.jpg': await photo(3, 120, 90).jpeg().toBuffer(),
    'train/dog/broken.jpg': first.subarray(0, 200),
    'val/cat/again.jpg': await sharp(first).resize(80, 60).jpeg({ quality: 60 }).toBuffer(),
    'val/dog/5.jpg': await photo(5, 30, 30).jpeg().toBuffer(),
  });
  const store = new DatasetStore({ root: join(root, 'sets') });
  const { id } = await store.importOwn({ path: folder, name: 'Pets' });
  const manifest = await store.manifest(id);
  const report = datasetReportSchema.parse(await computeReport(store.folder(id), manifest));
  expect(report.sizes).toMatchObject({
    kind: 'varied',
    distinct: 4,
    bin: 1,
    smallest: { width: 30, height: 30, split: 'val', name: expect.stringContaining('5.jpg') },
    largest: { width: 120, height: 90, split: 'train', name: expect.stringContaining('1.jpg') },
    narrowest: { width: 60, height: 120 },
    widest: { width: 120, height: 90 },
  });
  expect(report.channels).toMatchObject({
    images: 3,
    broughtTo: { height: manifest.imageShape[0], width: manifest.imageShape[1] },
  });
  for (const mean of report.channels.mean) expect(mean).toBeGreaterThan(0.3);
  expect(report.duplicates.leakage).toMatchObject([{ of: 'val', in: 'train', images: 1, exact: 0, near: 1 }]);
  expect(report).toMatchObject({ dropped: 1, listed: [{ state: 'dropped' }] });
  expect(report.listed[0]!.file).toContain('broken.jpg');
});

test('color profiles are not applied, as the graph that trains does not', async () => {
  const flat = sharp({
    create: { width: 40, height: 30, channels: 3, background: { r: 200, g: 60, b: 30 } },
  });
  const wide = await flat.withIccProfile('p3').png().toBuffer();
  // What is stored in it, read without its profile, which moves it by far.
  const stored = [...(await sharp(wide, { ignoreIcc: true }).raw().toBuffer()).subarray(0, 3)];
  expect([...(await sharp(wide).raw().toBuffer()).subarray(0, 3)]).not.toEqual(stored);

  const path = writeFiles(join(root, 'wide'), { 'a/1.png': wide, 'b/1.png': wide });
  const store = new DatasetStore({ root: join(root, 'datasets'), sources: [] });
  const { id } = await store.importOwn({ path, name: 'Wide' });
  const { channels } = await computeReport(store.folder(id), await store.manifest(id));
  for (const [c, value] of stored.entries()) expect(channels.mean[c]).toBeCloseTo(value / 255, 6);
  const { pixels } = await store.examples({ id, split: 'train', offset: 0, limit: 1 });
  expect([...Buffer.from(pixels, 'base64').subarray(0, 3)]).toEqual(stored);
});

describe('sizes', () => {
  const place = { split: 'train', index: 0, label: 0 } as const;

  test('of all the same', () => {
    const sizes = new Sizes();
    sizes.add(place, 40, 30);
    sizes.add(place, 40, 30);
    expect(sizes.report({ width: 1, height: 1 })).toEqual({ kind: 'equal', width: 40, height: 30 });
  });

  test('are binned until there are at most 2,000 points, with no image lost', () => {
    const sizes = new Sizes();
    for (let n = 0; n < 10_000; n++) sizes.add(place, 100 + (n % 100), 100 + Math.floor(n / 100));
    const report = sizes.report({ width: 1, height: 1 });
    if (report.kind !== 'varied') throw new Error('The sizes differ.');
    expect(report).toMatchObject({ distinct: 10_000, bin: 4, medianWidth: 149 });
    expect(report.points.length).toBeLessThanOrEqual(2000);
    expect(report.points.reduce((sum, { count }) => sum + count, 0)).toBe(10_000);
    expect(report.aspects.reduce((sum, { count }) => sum + count, 0)).toBe(10_000);
  });
});
