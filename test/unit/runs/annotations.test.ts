import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { annotated, inverseChange } from '../../../core/study/annotations';
import type { BrokenRun } from '../../../main/runs/records';
import { RunStore } from '../../../main/runs/store';
import { newRun } from './support';

let root: string;
let broken: BrokenRun[];
let store: RunStore;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-annotations-'));
  broken = [];
  store = new RunStore({ root, report: (one) => broken.push(one) });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const fileOf = (id: string) => store.folder(id).annotations;
const annotationsOf = async (id: string) => (await store.list()).find((run) => run.id === id)?.annotations;

test('what is written on a run is beside run.json, and another process sees it', async () => {
  const { id } = await store.create(newRun());
  const record = readFileSync(store.folder(id).record, 'utf8');
  expect(existsSync(fileOf(id))).toBe(false);
  await store.annotate({ [id]: { name: 'my best', addTags: ['paper'], starred: true } });
  expect(await new RunStore({ root }).get(id)).toMatchObject({
    annotations: { name: 'my best', tags: ['paper'], starred: true },
  });
  expect(readFileSync(store.folder(id).record, 'utf8')).toBe(record);
  // Training writes the record, and nothing else.
  await store.update(id, { state: 'finished' });
  expect(readFileSync(store.folder(id).record, 'utf8')).not.toContain('my best');
  expect(await annotationsOf(id)).toEqual({ name: 'my best', tags: ['paper'], starred: true });
});

test('two processes that write at once both keep what they wrote', async () => {
  const { id } = await store.create(newRun());
  const other = new RunStore({ root });
  await Promise.all([
    store.annotate({ [id]: { addTags: ['a'], notes: 'one' } }),
    other.annotate({ [id]: { addTags: ['b'], starred: true } }),
  ]);
  const after = await annotationsOf(id);
  expect(after).toMatchObject({ notes: 'one', starred: true });
  expect([...(after?.tags ?? [])].sort()).toEqual(['a', 'b']);
});

test('every window gets an event with all that is written on the run', async () => {
  const { id } = await store.create(newRun());
  await store.annotate({ [id]: { notes: 'lr too high' } });
  const events = store.annotations();
  await store.annotate({ [id]: { addTags: ['paper'] } });
  store.close();
  expect((await events.next()).value).toEqual({ [id]: { notes: 'lr too high', tags: ['paper'] } });
});

test('a damaged file is set aside, reported once, and the run says so until something is written', async () => {
  const { id } = await store.create(newRun());
  writeFileSync(fileOf(id), '{"format": "skipwire.annota');
  const found = await annotationsOf(id);
  expect(found?.setAside).toMatch(/^annotations\.json\.damaged-\d{8}-\d{6}$/);
  await store.list();
  expect(broken.map(({ reason }) => reason)).toEqual([expect.stringContaining(found!.setAside!)]);
  const kept = join(store.folder(id).path, found!.setAside!);
  expect(readFileSync(kept, 'utf8')).toBe('{"format": "skipwire.annota');
  await store.annotate({ [id]: { notes: 'again' } });
  expect(await annotationsOf(id)).toEqual({ notes: 'again' });
  expect(existsSync(kept)).toBe(true);
  // The set-aside file is the run's own, so that the run can be deleted.
  await store.update(id, { state: 'finished' });
  await store.remove(id);
  expect(readdirSync(root)).toEqual([]);
});

test('a window that has a run already is not sent it again, until it or what is written on it changes', async () => {
  const { id } = await store.create(newRun());
  const { changed, ids } = await store.changes({});
  expect(ids).toEqual([id]);
  expect(changed.map(({ run }) => run.id)).toEqual([id]);
  const known = { [id]: changed[0]!.digest };
  expect(await store.changes(known)).toEqual({ ids: [id], changed: [] });
  await store.annotate({ [id]: { starred: true } });
  expect((await store.changes(known)).changed).toMatchObject([{ run: { annotations: { starred: true } } }]);
});

test('what a newer version adds to the file stays', async () => {
  const { id } = await store.create(newRun());
  const newer = { format: 'skipwire.annotations', version: 2, rating: 5, notes: 'old' };
  writeFileSync(fileOf(id), JSON.stringify(newer));
  await store.annotate({ [id]: { notes: null, hidden: true } });
  expect(JSON.parse(readFileSync(fileOf(id), 'utf8'))).toEqual({
    format: 'skipwire.annotations',
    version: 2,
    rating: 5,
    hidden: true,
  });
});

test('a run that does not exist is refused, and those before it are changed', async () => {
  const { id } = await store.create(newRun());
  await expect(store.annotate({ [id]: { starred: true }, gone: { starred: true } })).rejects.toThrow(
    'There is no run "gone"',
  );
  expect(await annotationsOf(id)).toEqual({ starred: true });
});

test('a change and its inverse leave what was there', () => {
  const before = { name: 'one', tags: ['a', 'b'], hidden: true };
  const change = { name: null, notes: 'new', addTags: ['b', 'c'], removeTags: ['a'], hidden: false };
  const after = annotated(before, change);
  expect(after).toEqual({ notes: 'new', tags: ['b', 'c'] });
  expect(annotated(after, inverseChange(before, change))).toEqual({ ...before, tags: ['b', 'a'] });
});
