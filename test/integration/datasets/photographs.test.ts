/**
 * The sample of cats and dogs, out of its archive: what becomes of the 26 files that are damaged or odd on purpose, and
 * that TensorFlow decodes every picture that is kept, in a compiled graph.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { DatasetStore } from '../../../main/datasets';
import { type ListedFile, readListed, readRows } from '../../../main/datasets/photos/stored/files';
import { splitSource } from '../../../main/datasets/storage/store';
import { options } from '../../support/batches';
import { catsAndDogs } from '../../support/datasets';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { english } from '../../support/english';
import { testNeeding } from '../../support/needs';
import { drain, peekable } from '../../support/peek';
import { linear } from '../../support/small-data';

/** By the number of the file; the same of both classes. undefined: kept byte for byte, nothing strange. */
const expected: Record<number, [ListedFile['state'], string] | undefined> = {
  9000: ['odd', 'damaged inside; decoded as far as possible'],
  9001: ['odd', 'BMP, despite its name'],
  9002: ['odd', 'CMYK'],
  9003: ['odd', 'rotated by its EXIF orientation (6)'],
  9004: ['odd', '240 extra bytes before its end were removed'],
  9005: ['odd', 'GIF, despite its name'],
  9006: undefined,
  9007: undefined,
  9008: ['odd', 'PNG, despite its name'],
  9009: ['dropped', 'text, not an image'],
  9010: ['dropped', 'truncated: '],
  9011: ['dropped', 'truncated before its first row'],
  9012: ['dropped', 'empty'],
};
/** Picture 9010 of each class can be decoded up to here, in whole blocks of 16 rows. */
const rows = { Cat: 'truncated: 144 of 280 rows', Dog: 'truncated: 208 of 499 rows' };
/** Kept as they were, byte for byte. */
const untouched = (number: number) => number < 9000 || [9006, 9007, 9008].includes(number);

let folder: string;
let store: DatasetStore;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-photographs-'));
  store = new DatasetStore({ root: folder });
  if (catsAndDogs.met) await store.importOwn({ path: catsAndDogs.path, name: 'Pets' });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

testNeeding(catsAndDogs)('each damaged or odd file becomes what it should', async () => {
  const listed = english(await readListed(store.folder('pets')));
  const kept = await readRows(store.folder('pets'), 'train');
  for (const name of ['Cat', 'Dog'] as const) {
    for (const [number, outcome] of Object.entries(expected)) {
      const file = `PetImages/${name}/${number}.jpg`;
      const line = outcome && {
        file,
        state: outcome[0],
        reason: number === '9010' ? rows[name] : outcome[1],
      };
      expect([file, listed.find((one) => one.file === file)]).toEqual([file, line]);
      const there = kept.some((row) => row.name === file);
      expect([file, there]).toEqual([file, outcome?.[0] !== 'dropped']);
    }
  }
  expect(listed).toHaveLength(22);
  expect(await store.info('pets')).toMatchObject({
    classes: ['Cat', 'Dog'],
    trainPerClass: [409, 409],
    dropped: 8,
    odd: 14,
    imageShape: [224, 224, 3],
  });
});

testNeeding(catsAndDogs)('what TensorFlow reads as it is, is kept byte for byte', async () => {
  const files = unzipSync(readFileSync(catsAndDogs.path));
  let same = 0;
  for (const { name, path } of await readRows(store.folder('pets'), 'train')) {
    const number = Number(/(\d+)\.jpg$/.exec(name)![1]);
    const bytes = readFileSync(join(store.folder('pets'), path));
    expect([name, bytes.equals(files[name]!)]).toEqual([name, untouched(number)]);
    if (untouched(number)) same++;
  }
  expect(same).toBe(806);
});

testNeeding(catsAndDogs)(
  'TensorFlow decodes every picture that is kept, in the order of the list',
  async () => {
    const set = store.folder('pets');
    const list = await readRows(set, 'train');
    const split = splitSource(set, await store.manifest('pets'), 'train');
    expect(split).toMatchObject({ kind: 'files', root: set, count: list.length });
    const shape = [24, 24, 3] as const;
    const compiled = peekable(linear(shape, 2), {
      ...options(shape),
      batchSize: 100,
      dataset: { train: { ...split, count: 2 }, validation: split },
      threads: 2,
    });
    await withSession(compiled, async (session) => {
      await session.run('load_data');
      await session.run('begin_validation');
      const batches = await drain(session, 'peek_validation');
      const labels = batches.flatMap(({ y }) => Array.from(y!.data as Int32Array));
      expect(labels).toEqual(list.map(({ label }) => label));
      for (const { x } of batches) {
        const values = new Set(x!.data as Float32Array);
        expect(values.size).toBeGreaterThan(200);
      }
    });
  },
  ENGINE_TIMEOUT,
);
