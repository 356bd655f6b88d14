/** The store of studies: saved whole, read again, never overwritten by an older window. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseStudy } from '../../../core/ablation/read';
import { Bin } from '../../../main/bin';
import { StudyStore } from '../../../main/studies/store';
import { studyJson } from '../core/ablation/support';

let root: string;
let store: StudyStore;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-studies-'));
  store = new StudyStore(join(root, 'studies'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const study = (change: Record<string, unknown> = {}) => parseStudy(studyJson(change));
const file = () => join(root, 'studies', 's1', 'study.json');

test('what was saved is read again and listed', async () => {
  expect(await store.list()).toEqual([]);
  const saved = await store.save({ id: 's1', study: study() });
  expect(saved.type).toBe('saved');
  expect(await store.get('s1')).toEqual({
    study: study(),
    revision: (saved as { revision: string }).revision,
  });
  expect(await store.list()).toMatchObject([
    { id: 's1', name: 'Shortcuts', question: 'What are the shortcuts worth?', arms: 2, runs: 4 },
  ]);
});

test('an older window gets the newer study back and overwrites nothing', async () => {
  const first = await store.save({ id: 's1', study: study() });
  const base = (first as { revision: string }).revision;
  await store.save({ id: 's1', base, study: study({ name: 'Newer' }) });
  const late = await store.save({ id: 's1', base, study: study({ name: 'Older' }) });
  expect(late).toMatchObject({ type: 'conflict', kept: { study: { name: 'Newer' } } });
  expect((await store.get('s1')).study.name).toBe('Newer');
  expect(await store.save({ id: 's2', base, study: study() })).toEqual({ type: 'gone' });
});

test('a study that could not be read again is not saved', async () => {
  await store.save({ id: 's1', study: study() });
  const before = readFileSync(file(), 'utf8');
  const wrong = { ...study(), baseline: 'nobody' };
  await expect(store.save({ id: 's1', study: wrong })).rejects.toThrow(/no arm "nobody"/);
  const outside = { ...study(), base: { file: 'net.skipwire' } };
  await expect(store.save({ id: 's1', study: outside })).rejects.toThrow(
    /contains its graphs.*net\.skipwire/,
  );
  expect(readFileSync(file(), 'utf8')).toBe(before);
});

test('a damaged file is listed with its problem and left as it is', async () => {
  await store.save({ id: 's1', study: study() });
  writeFileSync(file(), '{ "format": ');
  expect(await store.list()).toMatchObject([{ id: 's1', problem: expect.anything() }]);
  await expect(store.get('s1')).rejects.toThrow(/study\.json cannot be read\..*JSON/);
  expect(readFileSync(file(), 'utf8')).toBe('{ "format": ');
});

test('a deleted study is in the bin and can be restored', async () => {
  await store.save({ id: 's1', study: study() });
  const bin = new Bin({ root: join(root, 'bin') });
  const entry = await store.moveToBin('s1', bin);
  expect(entry).toMatchObject({ kind: 'study', label: 'Shortcuts' });
  await expect(store.get('s1')).rejects.toThrow(/no study "s1"/);
  await bin.restore(entry.id);
  expect((await store.get('s1')).study).toEqual(study());
});

test('an id is a plain name', async () => {
  await expect(store.get('../s1')).rejects.toThrow(/no study "\.\.\/s1"/);
});
