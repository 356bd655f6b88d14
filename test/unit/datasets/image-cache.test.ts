/** The cache of decoded photographs: what is whole, what goes first, and what has no room. */
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImageCache } from '../../../main/datasets/cache/image-cache';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-image-cache-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const plenty = async () => 1e15;

/** Files of 100 bytes, the first used longest ago. */
function filled(cache: ImageCache, names: readonly string[]): string[] {
  return names.map((name, index) => {
    const file = cache.file([name]);
    writeFileSync(file, Buffer.alloc(100));
    utimesSync(file, 1000 + index, 1000 + index);
    return file;
  });
}
const left = (files: readonly string[]) =>
  files.filter((file) => readdirSync(folder).includes(file.slice(-27)));

test('each thing that the bytes depend on gives another file', () => {
  const cache = new ImageCache({ folder });
  const files = [
    ['a', [1, 2]],
    ['a', [2, 1]],
    ['b', [1, 2]],
  ].map((parts) => cache.file(parts));
  expect(new Set(files).size).toBe(3);
  expect(cache.file(['a', [1, 2]])).toBe(files[0]);
});

test('a file of another length is not whole, and goes', async () => {
  const cache = new ImageCache({ folder });
  const [file] = filled(cache, ['a']);
  expect(await cache.has(file!, 100)).toBe(true);
  expect(await cache.has(file!, 101)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
  expect(await cache.has(file!, 101)).toBe(false);
});

test('what was used longest ago goes first, and no more than need be; a look counts as use', async () => {
  const cache = new ImageCache({ folder, limit: 350, free: plenty });
  const files = filled(cache, ['a', 'b', 'c']);
  await cache.has(files[0]!, 100);
  expect(await cache.makeRoom(150, [])).toBeUndefined();
  expect(left(files)).toEqual([files[0], files[2]]);
  expect(await cache.size()).toEqual({ files: 2, bytes: 200 });
});

test('without room nothing is removed, and the reason is given', async () => {
  const cache = new ImageCache({ folder, limit: 350, free: plenty });
  const files = filled(cache, ['a', 'b', 'c']);
  expect(await cache.makeRoom(351, [])).toMatch(/the cache holds at most/);
  expect(await cache.makeRoom(340, files.slice(0, 1))).toMatch(/are free on the disk/);
  expect(left(files)).toEqual(files);
  const full = new ImageCache({ folder, free: async () => 2 ** 31 });
  expect(await full.makeRoom(200, [])).toBeUndefined();
  expect(left(files)).toEqual([files[2]]);
});
