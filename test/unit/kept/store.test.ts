/** What the window remembers, on the disk: merged by name, whole after a kill, and never thrown away. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeptChange } from '../../../core/contract/kept';
import { textOf } from '../../../core/messages';
import { Refusal } from '../../../main/basics/refusal';
import { KeptStore } from '../../../main/kept';

let root: string;
let said: string[];
let store: KeptStore;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-kept-'));
  said = [];
  store = new KeptStore({
    root,
    warn: (text) => said.push(text),
    now: () => new Date('2026-11-29T10:00:00Z'),
  });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const change = (concern: KeptChange['concern'], values: KeptChange['values'], origin = 'one') =>
  store.change({ concern, values, origin });
const file = (concern: string) => JSON.parse(readFileSync(join(root, `${concern}.json`), 'utf8'));

test('nothing is kept at first, and no file is made by looking', async () => {
  const { concerns, remarks } = await store.load();
  expect(Object.values(concerns).every((values) => Object.keys(values ?? {}).length === 0)).toBe(true);
  expect(remarks).toEqual([]);
  expect(readdirSync(root)).toEqual([]);
});

test('values are merged by name, null removes one, and the next start has them', async () => {
  await change('layout', { paletteWidth: 200.5, minimap: false });
  await Promise.all([change('layout', { paletteWidth: 240 }), change('layout', { inspectorWidth: 300 })]);
  await change('layout', { minimap: null });
  await change('view', { view: 'train' });
  const { concerns } = await new KeptStore({ root }).load();
  expect(concerns.layout).toEqual({ paletteWidth: 240, inspectorWidth: 300 });
  expect(concerns.view).toEqual({ view: 'train' });
});

test('what a newer version wrote stays in the file', async () => {
  writeFileSync(
    join(root, 'layout.json'),
    JSON.stringify({
      format: 'skipwire.kept',
      version: 2,
      since: 'later',
      values: { gridSize: { deep: [[8]] }, minimap: 'left', paletteWidth: 200 },
    }),
  );
  const { concerns } = await store.load();
  expect(concerns.layout).toEqual({ paletteWidth: 200 });
  await change('layout', { paletteWidth: 210 });
  expect(file('layout')).toEqual({
    format: 'skipwire.kept',
    version: 2,
    since: 'later',
    values: { gridSize: { deep: [[8]] }, minimap: 'left', paletteWidth: 210 },
  });
});

test.each(['{"torn', '[]', '{"format":"skipwire.kept","version":1,"values":[1]}', ''])(
  'a damaged file (%j) is set aside, said once, and the rest goes on',
  async (text) => {
    await change('view', { view: 'data' });
    writeFileSync(join(root, 'layout.json'), text);
    const aside = join(root, 'layout.json.damaged-2026-11-29T10-00-00-000Z');
    const { concerns, remarks } = await store.load();
    expect(concerns).toMatchObject({ layout: {}, view: { view: 'data' } });
    expect(remarks.map((remark) => textOf(remark))).toEqual(said);
    expect(remarks.map((remark) => textOf(remark))).toEqual([expect.stringContaining(aside)]);
    expect(readFileSync(aside, 'utf8')).toBe(text);
    expect((await store.load()).remarks).toEqual([]);
  },
);

test('a value that is not allowed is refused by its name, and nothing of the change is written', async () => {
  await expect(change('layout', { minimap: true, paletteWidth: 'wide' })).rejects.toThrow(
    /The setting "paletteWidth" in "layout" .*\. Received: "wide"\.$/,
  );
  await expect(change('appearance', { theme: 'pink' })).rejects.toThrow(Refusal);
  await expect(change('sections', { a: 'yes' })).rejects.toThrow(Refusal);
  await expect(change('trainSettings', { more: 'x'.repeat(900_001) })).rejects.toThrow(Refusal);
  expect(readdirSync(root)).toEqual([]);
});

test('all of a concern together has a limit', async () => {
  const values = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`k${n}`, 'x'.repeat(99_000)]));
  await expect(change('trainSettings', values)).rejects.toThrow(/at most 1,000,000 characters/);
});

test('other windows hear of a change once it is on the disk', async () => {
  const events = store.events();
  const next = events.next();
  await change('train', { seeds: '1, 2' }, 'two');
  expect(await next).toEqual({
    done: false,
    value: { concern: 'train', values: { seeds: '1, 2' }, origin: 'two' },
  });
});

test('a failed write is reported in words, and the next one works', async () => {
  const blocked = join(root, 'file');
  writeFileSync(blocked, '');
  const at = new KeptStore({ root: join(blocked, 'settings') });
  await expect(at.change({ concern: 'view', values: { view: 'data' }, origin: 'a' })).rejects.toThrow(
    /^Settings could not be (read|saved) \(in /,
  );
  rmSync(blocked);
  mkdirSync(blocked);
  await at.change({ concern: 'view', values: { view: 'data' }, origin: 'a' });
  expect((await at.load()).concerns.view).toEqual({ view: 'data' });
});

test('the theme is known before a window asks, and follows', async () => {
  expect(await store.theme()).toBe('system');
  await change('appearance', { theme: 'dark' });
  expect(await store.theme()).toBe('dark');
  expect(await new KeptStore({ root }).theme()).toBe('dark');
  writeFileSync(join(root, 'appearance.json'), '{');
  expect(await new KeptStore({ root }).theme()).toBe('system');
});

test('one concern that cannot be read costs only itself, and is said', async () => {
  await change('view', { view: 'train' });
  mkdirSync(join(root, 'layout.json'));
  const { concerns, remarks } = await store.load();
  expect(concerns.view).toEqual({ view: 'train' });
  expect(concerns.layout).toEqual({});
  expect(remarks.map((remark) => textOf(remark))).toEqual([
    expect.stringMatching(/"layout".*layout\.json\.damaged-/s),
  ]);
  await change('layout', { paletteWidth: 240 });
  expect((await store.load()).concerns.layout).toEqual({ paletteWidth: 240 });
});

test('where nothing can be read the window starts all the same', async () => {
  // A file where the folder should be.
  const broken = new KeptStore({ root: join(root, 'file') });
  writeFileSync(join(root, 'file'), '');
  const { concerns, remarks } = await broken.load();
  expect(concerns.view).toEqual({});
  expect(textOf(remarks[0] ?? '')).toContain('Settings could not be read');
  await expect(broken.change({ concern: 'view', values: { view: 'train' }, origin: 'one' })).rejects.toThrow(
    Refusal,
  );
});

test('two processes that change different values at once: both are kept', async () => {
  const other = new KeptStore({ root });
  const changes = ['paletteWidth', 'inspectorWidth'] as const;
  await Promise.all(
    [store, other].map((one, index) =>
      one.change({ concern: 'layout', values: { [changes[index]!]: 200 + index }, origin: 'one' }),
    ),
  );
  expect(file('layout').values).toEqual({ paletteWidth: 200, inspectorWidth: 201 });
});
