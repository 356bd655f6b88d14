/** The bin: a thing is whole at its old place or in the bin, comes back without replacing anything, and goes after 30 days. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BIN_DAYS, daysLeft } from '../../../core/contract/bin';
import { textOf } from '../../../core/messages';
import { Refusal } from '../../../main/basics/refusal';
import { Bin } from '../../../main/bin';
import { binAdvice, binnedBytes } from '../../../main/disk/bin-size';
import { RunStore } from '../../../main/runs/store';
import { describeOnSmallDisk, SmallDisk } from '../../support/small-disk';
import { newRun } from '../runs/support';

let data: string;
let now: Date;
let bin: Bin;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'skipwire-bin-'));
  now = new Date('2026-11-29T10:00:00Z');
  bin = new Bin({ root: join(data, 'bin'), now: () => now });
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

function document(name: string, text = name): string {
  mkdirSync(join(data, 'documents'), { recursive: true });
  const path = join(data, 'documents', `${name}.json`);
  writeFileSync(path, text);
  return path;
}
const binned = () => readdirSync(bin.root);

test('a file goes into the bin whole and comes back whole', async () => {
  const path = document('resnet', 'content');
  const entry = await bin.move('document', path, 'ResNet-20');
  expect(existsSync(path)).toBe(false);
  expect(entry).toMatchObject({ kind: 'document', label: 'ResNet-20', from: path, bytes: 7 });
  expect(entry.id).toMatch(/^20261129-100000-document-resnet-20-[0-9a-f]{6}$/);
  expect(await bin.list()).toEqual([entry]);
  const restored: string[] = [];
  bin.onRestored(({ label }) => restored.push(label));
  expect(await bin.restore(entry.id)).toEqual(entry);
  expect(readFileSync(path, 'utf8')).toBe('content');
  expect(restored).toEqual(['ResNet-20']);
  expect(binned()).toEqual([]);
});

test('restoring never overwrites', async () => {
  const entry = await bin.move('document', document('a', 'old'), 'A');
  const path = document('a', 'new');
  await expect(bin.restore(entry.id)).rejects.toThrow(
    `A was not restored because ${path} already exists. Move or rename it, then try again.`,
  );
  expect(readFileSync(path, 'utf8')).toBe('new');
  rmSync(path);
  await bin.restore(entry.id);
  expect(readFileSync(path, 'utf8')).toBe('old');
});

test('of two restorings at once, one is refused', async () => {
  const { id } = await bin.move('document', document('a'), 'A');
  const ends = await Promise.allSettled([bin.restore(id), bin.restore(id)]);
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(existsSync(join(data, 'documents', 'a.json'))).toBe(true);
});

test('things are gone for good after 30 days, not before', async () => {
  const old = await bin.move('document', document('old'), 'Old');
  now = new Date('2026-11-30T10:00:00Z');
  const later = await bin.move('document', document('later'), 'Later');
  now = new Date('2026-12-29T09:59:59Z');
  expect(daysLeft(old, now)).toBe(1);
  expect(await bin.purge()).toEqual([]);
  now = new Date('2026-12-29T10:00:00Z');
  expect(await bin.purge()).toEqual([old]);
  expect(await bin.list()).toEqual([later]);
});

test.each(['README.md', 'docs/glossary.md', 'docs/decisions/documents.md'])(
  '%s says how many days',
  (file) => {
    const text = readFileSync(join(__dirname, '../../..', file), 'utf8');
    const sentence = text.split('\n').find((line) => /\bbin\b.*\bdays\b/.test(line));
    expect(sentence).toContain(`${BIN_DAYS} days`);
  },
);

test('emptying deletes everything, and says what', async () => {
  const one = await bin.move('document', document('one'), 'One');
  now = new Date(now.getTime() + 1000);
  const two = await bin.move('document', document('two'), 'Two');
  expect(await bin.empty()).toEqual([two, one]);
  expect(await bin.list()).toEqual([]);
  await expect(bin.remove(one.id)).rejects.toThrow(/is not in the bin/);
});

test('what a kill leaves is no entry, and goes after an hour; the thing itself stays where it was', async () => {
  const path = document('a');
  const { id } = await bin.move('document', path, 'A');
  // As after a kill between the entry and the move.
  renameSync(bin.contentOf(id), path);
  expect(await bin.list()).toEqual([]);
  await expect(bin.restore(id)).rejects.toThrow(Refusal);
  now = new Date();
  await bin.purge();
  expect(binned()).toEqual([id]);
  utimesSync(join(bin.root, id), 0, 0);
  await bin.purge();
  expect(existsSync(bin.root) ? binned() : []).toEqual([]);
  expect(readFileSync(path, 'utf8')).toBe('a');
});

test.each(['..', '../x', 'a/b', '', '.hidden', 'a'.repeat(5000)])(
  'the id %.20j leads nowhere',
  async (id) => {
    await expect(bin.restore(id)).rejects.toThrow(Refusal);
    await expect(bin.remove(id)).rejects.toThrow(Refusal);
  },
);

test('the data folder may move: what was inside comes back inside', async () => {
  const { id } = await bin.move('document', document('a'), 'A');
  const moved = `${data}-moved`;
  renameSync(data, moved);
  data = moved;
  const there = new Bin({ root: join(moved, 'bin') });
  expect((await there.restore(id)).from).toBe(join(moved, 'documents', 'a.json'));
});

test('what is not there is refused by its name', async () => {
  await expect(bin.move('run', join(data, 'none'), 'ResNet-20, seed 1')).rejects.toThrow(
    /ResNet-20, seed 1 no longer exists/,
  );
  expect(existsSync(bin.root)).toBe(false);
});

test('whoever needs room learns what emptying the bin frees', async () => {
  expect(binAdvice(data, bin.root)).toBeUndefined();
  await bin.move('document', document('a', 'x'.repeat(1500)), 'A');
  expect(binnedBytes(join(data, 'not', 'there', 'yet'), bin.root)).toBe(1500);
  expect(textOf(binAdvice(data, bin.root)!)).toBe('Emptying the bin frees 1.5 kB.');
});

describe('runs', () => {
  test('a run goes to the bin with its folder, and comes back to be used', async () => {
    const store = new RunStore({ root: join(data, 'runs') });
    const { id } = await store.create(newRun());
    await expect(store.moveToBin(id, bin)).rejects.toThrow(/is queued by .+ Stop it before you delete it/);
    await store.update(id, { state: 'finished' });
    const before = await store.get(id);
    const entry = await store.moveToBin(id, bin);
    expect(entry).toMatchObject({ kind: 'run', label: 'ResNet-50 (plain), seed 1' });
    expect(entry.bytes).toBeGreaterThan(1000);
    expect(await store.list()).toEqual([]);
    await bin.restore(entry.id);
    expect(await store.list()).toEqual([before]);
    // Nobody owns it.
    await store.owned.take(id);
    await store.owned.release(id);
  });

  test('a run that cannot be moved stays, and can be taken', async () => {
    const store = new RunStore({ root: join(data, 'runs') });
    const { id } = await store.create(newRun());
    await store.update(id, { state: 'finished' });
    writeFileSync(join(store.folder(id).path, 'notes.docx'), 'mine');
    await expect(store.moveToBin(id, bin)).rejects.toThrow(/notes\.docx/);
    await store.owned.take(id);
    await store.owned.release(id);
    writeFileSync(bin.root, 'a file');
    rmSync(join(store.folder(id).path, 'notes.docx'));
    await expect(store.moveToBin(id, bin)).rejects.toThrow(/could not be moved to the bin/);
    expect((await store.owned.take(id)).id).toBe(id);
  });

  test('a folder that is no readable run can be thrown away too', async () => {
    const store = new RunStore({ root: join(data, 'runs') });
    mkdirSync(join(store.root, 'torn'), { recursive: true });
    writeFileSync(join(store.root, 'torn', 'run.json'), '{');
    expect((await store.moveToBin('torn', bin)).label).toBe('torn');
    expect(readdirSync(store.root)).toEqual([]);
  });
});

async function made(store: RunStore): Promise<string> {
  const { id } = await store.create(newRun());
  await store.update(id, { state: 'finished' });
  return id;
}

describeOnSmallDisk('a full disk', () => {
  const before = process.env.SKIPWIRE_DATA;
  let disk: SmallDisk;
  beforeEach(() => {
    disk = SmallDisk.mount(1024)!;
    process.env.SKIPWIRE_DATA = disk.path;
  });
  afterEach(() => {
    disk.unmount();
    if (before === undefined) delete process.env.SKIPWIRE_DATA;
    else process.env.SKIPWIRE_DATA = before;
  });

  test('a run that cannot go to the bin stays, and can be deleted for good; emptying the bin helps', async () => {
    const store = new RunStore({ root: join(disk.path, 'runs') });
    const full = new Bin({ root: join(disk.path, 'bin') });
    const [first, second, third] = [await made(store), await made(store), await made(store)];
    await store.moveToBin(first, full);
    disk.fill();
    const refused = await store.moveToBin(second, full).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      message: expect.stringMatching(/The disk is full.*Emptying the bin frees [\d.]+ kB\.$/),
      remedy: { type: 'deleteForGood', runId: second },
    });
    expect(await full.list()).toHaveLength(1);
    // Deleting is what makes room.
    await store.remove(third);
    expect((await store.list()).map(({ id }) => id)).toEqual([second]);
    await full.empty();
    await store.moveToBin(second, full);
    expect(await full.list()).toHaveLength(1);
  });
});
