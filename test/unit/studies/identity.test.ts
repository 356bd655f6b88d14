/** Which stored study a file continues. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FromFile, identityOf } from '../../../main/studies/identity';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-identity-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const at = (name: string, isThere = false) => {
  const path = join(root, name);
  if (isThere) writeFileSync(path, '');
  return path;
};
const stored = (id: string, file: string, name = 'Shortcuts'): FromFile => ({ id, name, file });
const trained = (counts: Record<string, number>) => (id: string) => counts[id] ?? 0;

test('a new file is a new study, the same each time', async () => {
  const first = await identityOf('My study', at('a.json'), [], trained({}));
  expect(first).toEqual({ id: expect.stringMatching(/^my-study-[0-9a-f]{8}$/) });
  expect(await identityOf('My study', at('a.json'), [], trained({}))).toEqual(first);
  expect(await identityOf('My study', at('b.json'), [], trained({}))).not.toEqual(first);
});

test('a study with a new name goes on if it has trained a cell', async () => {
  const there = [stored('s', at('a.json', true))];
  expect(await identityOf('Renamed', at('a.json'), there, trained({ s: 1 }))).toEqual({ id: 's' });
  expect(await identityOf('Shortcuts', at('a.json'), there, trained({}))).toEqual({ id: 's' });
  // Another study that is written into the same file.
  expect((await identityOf('Other', at('a.json'), there, trained({}))).id).toMatch(/^other-/);
});

test('a file that was moved goes on, with the study that has trained most of it', async () => {
  const gone = [stored('few', at('a.json')), stored('most', at('b.json')), stored('none', at('c.json'))];
  expect(await identityOf('Shortcuts', at('d.json', true), gone, trained({ few: 1, most: 2 }))).toEqual({
    id: 'most',
  });
});

test('a copy is a study of its own, and says so', async () => {
  const original = stored('s', at('a.json', true));
  const copy = await identityOf('Shortcuts', at('b.json', true), [original], trained({ s: 2 }));
  expect(copy).toEqual({
    id: expect.stringMatching(/^shortcuts-/),
    copyOf: { file: original.file, runs: 2 },
  });
});

test('a new file where a moved one was does not get its runs', async () => {
  const { id } = await identityOf('Shortcuts', at('a.json'), [], trained({}));
  const moved = [stored(id, at('b.json', true))];
  expect((await identityOf('Shortcuts', at('a.json', true), moved, trained({}))).id).toBe(`${id}-2`);
});
