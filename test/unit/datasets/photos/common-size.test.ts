import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commonSize } from '../../../../main/datasets/photos/stored/common-size';
import type { DatasetManifest } from '../../../../main/datasets/storage/store';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-sizes-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

let made = 0;
function set(train: number[][], val: number[][] = []) {
  const folder = join(root, String(made++));
  mkdirSync(folder);
  const write = (split: string, sizes: number[][]) =>
    writeFileSync(join(folder, `${split}.sizes.i32`), Buffer.from(Int32Array.from(sizes.flat()).buffer));
  write('train', train);
  write('val', val);
  const split = (sizes: number[][]) => ({ count: sizes.length, perClass: [sizes.length] });
  const manifest = { classes: ['a'], importedAt: 'now', train: split(train), val: split(val) };
  return [folder, manifest as unknown as DatasetManifest] as const;
}

test('the size that all pictures have, over both splits and many of them', async () => {
  const many = Array.from({ length: 20_000 }, () => [32, 40]);
  expect(await commonSize(...set(many, [[32, 40]]))).toEqual([32, 40]);
  expect(await commonSize(...set([...many, [40, 32]]))).toBeUndefined();
  expect(await commonSize(...set(many, [[32, 41]]))).toBeUndefined();
});

test('none without pictures, or where the list is short or missing; another import is read again', async () => {
  expect(await commonSize(...set([]))).toBeUndefined();
  const [folder, manifest] = set([[1, 2]]);
  expect(await commonSize(folder, { ...manifest, train: { count: 2, perClass: [2] } })).toBeUndefined();
  expect(await commonSize(folder, { ...manifest, importedAt: 'later' })).toEqual([1, 2]);
  expect(await commonSize(join(root, 'nowhere'), manifest)).toBeUndefined();
});
