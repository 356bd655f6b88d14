/** Counts in words; and the sources use them for the length of a list, which may be 1. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatCount } from '../../../../core/format/number';
import { plural } from '../../../../core/format/plural';

test('one, none and many', () => {
  expect([0, 1, 2, 1200].map((count) => plural(count, 'file'))).toEqual([
    '0 files',
    '1 file',
    '2 files',
    '1,200 files',
  ]);
  expect([1, 10_000].map((count) => plural(count, 'class', 'classes'))).toEqual([
    '1 class',
    '10,000 classes',
  ]);
  expect([0, 999, 1000, 1e9].map(formatCount)).toEqual(['0', '999', '1,000', '1,000,000,000']);
});

const root = join(__dirname, '..', '..', '..', '..');
const sources = ['core', 'main', 'renderer', 'electron'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name)),
);

test('no source writes "length files", which is "1 files" for one of them', () => {
  const spelled = /\$\{[\w.!?#]*\.(?:length|size)\} (?:\w+ )?\w+s\b(?! of\b)/;
  const found = sources.flatMap((name) =>
    readFileSync(join(root, name), 'utf8')
      .split('\n')
      .filter((line) => spelled.test(line))
      .map((line) => `${name}: ${line.trim()}`),
  );
  // A key, not words: the stamp of a folder.
  expect(found.filter((line) => !line.startsWith('main/datasets/photos/containers/change-stamp.ts'))).toEqual(
    [],
  );
});
