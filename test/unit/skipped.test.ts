/** A test that is skipped says what it needs, at the end of every run. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const { whySkipped } = jest.requireActual('../support/closing-reporter.cjs');

test('what is missing is listed once, with the number of tests that need it', () => {
  const names = ['a [needs Linux]', 'b', 'xz [needs the program xz] unpacks', 'c d [needs Linux]'];
  expect(whySkipped(names.map((fullName) => ({ fullName })))).toEqual([
    'skipped: 2 that need Linux',
    'skipped: 1 that needs the program xz',
  ]);
});

test('no test is skipped in another way than by its need', () => {
  const folder = join(__dirname, '..');
  const skipping = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && name !== join('support', 'needs.ts'))
    .filter((name) =>
      /\b(test|it|describe)\.skip\b|\bx(test|it|describe)\(/.test(readFileSync(join(folder, name), 'utf8')),
    );
  expect(skipping).toEqual([]);
});
