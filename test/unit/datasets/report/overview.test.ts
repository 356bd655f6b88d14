/** The coarse overview: exact means, of photographs the middle, by split and by class. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { DatasetStore } from '../../../../main/datasets';
import {
  OVERVIEW_FILE,
  type Overview,
  OverviewReader,
  readOverview,
  writeOverview,
} from '../../../../main/datasets/examples/overview';
import { readRows } from '../../../../main/datasets/photos/stored/files';
import { computeReport } from '../../../../main/datasets/report/compute';
import { sketchShape, writeSketch } from '../../../../main/datasets/report/sketch';
import type { DatasetManifest } from '../../../../main/datasets/storage/store';
import { writeFiles } from '../photos/pictures';
import { type Labeled, type Shape, writeRawSet } from './images';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-overview-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function overviewOf(folder: string, manifest: DatasetManifest): Promise<Overview> {
  let overview: Overview | undefined;
  await computeReport(folder, manifest, {
    onOverview: (computed) => {
      overview = computed;
    },
  });
  return overview!;
}

describe('the finest that a data set has room for', () => {
  const shape = (storage: 'raw' | 'files', imageShape: Shape, count: number) =>
    Object.values(sketchShape({ storage, imageShape } as DatasetManifest, count));
  test.each([
    ['MNIST', 'raw', [28, 28, 1], 70_000, [8, 1]],
    ['CIFAR-10', 'raw', [32, 32, 3], 60_000, [4, 3]],
    ['cats vs. dogs', 'files', [224, 224, 3], 23_262, [8, 3]],
    ['a few photographs', 'files', [224, 224, 3], 800, [8, 3]],
    ['a million photographs', 'files', [224, 224, 3], 1_000_000, [1, 3]],
    ['ten million', 'raw', [32, 32, 3], 10_000_000, [1, 3]],
    ['images of few pixels', 'raw', [3, 20, 1], 10, [2, 1]],
    ['images of one pixel', 'raw', [1, 1, 1], 10, [1, 1]],
  ] as const)('%s', (_, storage, imageShape, count, expected) => {
    expect(shape(storage, [...imageShape] as Shape, count)).toEqual(expected);
  });
});

describe('a sketch', () => {
  const sketch = (pixels: number[], shape: Shape, how: Parameters<typeof writeSketch>[2]): number[] => {
    const out = new Uint8Array(how.side * how.side * how.channels + 1);
    writeSketch(Uint8Array.from(pixels), shape, how, out, 1);
    return [...out.subarray(1)];
  };

  test('is the means of the parts, whole or of the middle square', () => {
    const wide = [1, 9, 20, 40, 3, 11, 60, 80];
    const how = { side: 2, channels: 1 as const };
    expect(sketch(wide, [2, 4, 1], { ...how, square: false })).toEqual([5, 30, 7, 70]);
    expect(sketch(wide, [2, 4, 1], { ...how, square: true })).toEqual([9, 20, 11, 60]);
    expect(sketch(wide, [2, 4, 1], { side: 1, channels: 1, square: false })).toEqual([28]);
  });

  test('of sides that do not divide, of gray among colors, of an image smaller than itself', () => {
    const three = Array.from({ length: 9 }, (_, i) => 10 * i);
    expect(sketch(three, [3, 3, 1], { side: 2, channels: 1, square: false })).toEqual([0, 15, 45, 60]);
    expect(sketch([7], [1, 1, 1], { side: 2, channels: 3, square: true })).toEqual(Array(12).fill(7));
  });

  test('of a large image comes near the mean, by looking at some of its pixels', () => {
    const pixels = Array.from({ length: 300 * 200 * 3 }, (_, i) => (i % 3 === 1 ? 200 : (i * 7919) % 101));
    const [red, green] = sketch(pixels, [300, 200, 3], { side: 1, channels: 3, square: false });
    expect(green).toBe(200);
    expect(Math.abs(red! - 50)).toBeLessThan(5);
  });
});

/** Images of one level each, 2 x 2. */
const plain = (level: number, label: number): Labeled => ({ pixels: new Uint8Array(4).fill(level), label });

async function plainSet() {
  const { folder, manifest } = writeRawSet(
    root,
    {
      train: [plain(10, 0), plain(20, 1), plain(30, 0)],
      val: [plain(40, 1)],
      test: [plain(50, 1), plain(60, 0)],
    },
    { imageShape: [2, 2, 1] },
  );
  await writeOverview(folder, await overviewOf(folder, manifest));
  return { folder, manifest };
}

test('pieces by split and by class, in the order of the examples, with their labels', async () => {
  const { folder, manifest } = await plainSet();
  const reader = new OverviewReader();
  const piece = async (
    split: 'train' | 'val' | 'test',
    offset: number,
    limit: number,
    classIndex?: number,
  ) => {
    const found = await reader.piece(folder, manifest, { id: manifest.id, split, offset, limit, classIndex });
    const labels = Buffer.from(found!.labels, 'base64');
    const pixels = Buffer.from(found!.pixels, 'base64');
    return Array.from({ length: pixels.length / 4 }, (_, n) => [pixels[4 * n], labels.readInt32LE(4 * n)]);
  };
  const both = [10, 20, 30].map((level, n) => [level, n % 2]);
  expect(await piece('train', 0, 10)).toEqual(both);
  expect(await piece('train', 1, 1)).toEqual([[20, 1]]);
  expect(await piece('train', 3, 5)).toEqual([]);
  expect(await piece('val', 0, 10)).toEqual([[40, 1]]);
  expect(await piece('test', 0, 10)).toEqual([
    [50, 1],
    [60, 0],
  ]);
  expect(await piece('train', 1, 10, 0)).toEqual([[30, 0]]);
  expect(await piece('test', 0, 10, 1)).toEqual([[50, 1]]);
  const beyond = { id: manifest.id, split: 'train', offset: 0, limit: 1, classIndex: 2 } as const;
  await expect(reader.piece(folder, manifest, beyond)).rejects.toThrow(
    'Made up has classes 0 to 1. Received: 2',
  );
});

test('one that is spoilt, or not whole, is none', async () => {
  const { folder, manifest } = await plainSet();
  const { pixels, ...header } = (await readOverview(folder, manifest))!;
  await writeOverview(folder, { ...header, pixels: pixels.subarray(1) });
  expect(await readOverview(folder, manifest)).toBeUndefined();
  for (const text of ['', 'no line of JSON\n', '{"version": 2}\n']) {
    writeFileSync(join(folder, OVERVIEW_FILE), text);
    expect(await readOverview(folder, manifest)).toBeUndefined();
  }
});

test('photographs by their middle, whatever their size; one that is gone is gray', async () => {
  const striped = (width: number, height: number) => {
    // Blue at both ends, red in the middle square.
    const pixels = Buffer.alloc(width * height * 3);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const least = Math.min(width, height);
        const middle =
          Math.abs(x + 0.5 - width / 2) < least / 2 && Math.abs(y + 0.5 - height / 2) < least / 2;
        pixels[(y * width + x) * 3 + (middle ? 0 : 2)] = 240;
      }
    }
    return sharp(pixels, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
  };
  const folder = writeFiles(join(root, 'pets'), {
    'cat/1.png': await striped(120, 40),
    'cat/2.png': await striped(40, 160),
    'dog/3.png': await striped(30, 60),
  });
  const store = new DatasetStore({ root: join(root, 'sets') });
  const { id } = await store.importOwn({ path: folder, name: 'Pets' });
  const manifest = await store.manifest(id);
  const rows = await readRows(store.folder(id), 'train');
  rmSync(join(store.folder(id), rows.at(-1)!.path));
  const overview = await overviewOf(store.folder(id), manifest);
  expect(overview).toMatchObject({ side: 8, channels: 3, importedAt: manifest.importedAt });
  const one = 8 * 8 * 3;
  for (const n of [0, 1]) {
    const pixels = [...overview.pixels.subarray(n * one, (n + 1) * one)];
    expect(new Set(pixels)).toEqual(new Set([240, 0]));
    expect(pixels.filter((value, i) => value === (i % 3 === 0 ? 240 : 0))).toHaveLength(one);
  }
  expect(new Set(overview.pixels.subarray(2 * one))).toEqual(new Set([128]));
});
