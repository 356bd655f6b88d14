/**
 * The host killed within an import, by SIGKILL and at moments that its files show: what was there before is all that is
 * seen of it, the next start clears the rest, and the same import then succeeds.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatasetInfo } from '../../../core/contract/datasets';
import { DatasetStore } from '../../../main/datasets';
import { bundled } from '../../support/bundled';
import { cifar10, cifar10Archive } from '../../support/datasets';
import type { DyingImport, Moment } from '../../support/dying-importer';
import { testNeeding } from '../../support/needs';
import { type Files, jpeg, writeZip } from '../../unit/datasets/photos/pictures';

const checkout = join(__dirname, '..', '..', '..');
const script = join(checkout, 'scripts', 'skipwire.mjs');
const COUNT = 150;
let folder: string;
let importer: string;
let zip: string;
let files: Files;
/** What an import leaves that nobody disturbs. */
let wholePictures: string;

/** A person's folder of data with nothing in it. */
const newHome = () => mkdtempSync(join(folder, 'home-'));
const setsIn = (home: string) => join(home, 'datasets');
const namesIn = (home: string) => (existsSync(setsIn(home)) ? readdirSync(setsIn(home)) : []);
const visibleIn = (home: string) => namesIn(home).filter((name) => !name.startsWith('.'));
const environment = (home: string) => ({ ...process.env, SKIPWIRE_DATA: home });

function skipwire(home: string, ...argv: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...argv], {
    env: environment(home),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** Imports in a process that kills itself at the moment, if there is one; it may have ended before. */
function importing(home: string, what: Omit<DyingImport, 'root'>): void {
  const { stderr } = spawnSync(
    process.execPath,
    [importer, JSON.stringify({ root: setsIn(home), ...what } satisfies DyingImport)],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
}

/** Kills the command as soon as it has written more than a few pictures; it may have ended before. */
async function killedCommand(home: string, argv: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [script, ...argv], { env: environment(home), stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let running = true;
  void ended.then(() => {
    running = false;
  });
  const written = () => {
    const staging = namesIn(home).find((one) => one.includes('.importing-'));
    const pictures = join(setsIn(home), staging ?? '', 'images', '000');
    return staging && existsSync(pictures) ? readdirSync(pictures).length : 0;
  };
  while (running && written() <= 5) await new Promise((resolve) => setTimeout(resolve, 1));
  child.kill('SIGKILL');
  await ended;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-killed-'));
  importer = bundled('dying-importer');
  const pictures = await Promise.all([1, 2, 3, 4].map((seed) => jpeg(160, 120, seed)));
  files = {};
  for (let n = 0; n < COUNT; n++) files[`${n % 2 ? 'cat' : 'dog'}/${n}.jpg`] = pictures[n % 4]!;
  zip = writeZip(join(folder, 'pets.zip'), files);
  const whole = new DatasetStore({ root: setsIn(newHome()) });
  await whole.importOwn({ path: zip, name: 'Pets' });
  wholePictures = (await whole.identity('pets')).digest;
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Some place from `from` up to, not including, `to`: another one in each run of the test. */
const anywhere = (from: number, to: number) => from + Math.floor(Math.random() * (to - from));

/** As the next start finds it. */
async function expectOnlyWhole(home: string, id: string): Promise<DatasetStore> {
  const visible = visibleIn(home);
  // Killed behind its last rename it is there, and whole; otherwise nothing is.
  expect([[], [id]]).toContainEqual(visible);
  const store = new DatasetStore({ root: setsIn(home) });
  const found = (await store.list()).find((set) => set.id === id);
  expect(found?.state ?? 'absent').toBe(visible.length > 0 ? 'ready' : 'absent');
  expect(found?.problem).toBeUndefined();
  expect(namesIn(home)).toEqual(visible);
  if (visible.length > 0) await store.remove(id);
  return store;
}

describe('a .zip of photographs', () => {
  const list = (name: string): Moment => ({ when: 'file', name, bytes: 0 });
  const moments: [string, Moment][] = [
    ['when its folder appears', { when: 'begun' }],
    ...[1, 2, 3].map((part): [string, Moment] => [
      `within part ${part} of its pictures`,
      { when: 'pictures', above: anywhere(((part - 1) * COUNT) / 3, (part * COUNT) / 3) },
    ]),
    ['when its lists are begun', list('train.files.txt')],
    ['when its manifest is begun', list('dataset.json')],
    ['when it is there', { when: 'there' }],
  ];

  test.each(moments)('%s', async (_when, moment) => {
    const home = newHome();
    importing(home, { id: 'pets', path: zip, name: 'Pets', moment });
    const store = await expectOnlyWhole(home, 'pets');
    await store.importOwn({ path: zip, name: 'Pets' });
    expect(namesIn(home)).toEqual(['pets']);
    expect((await store.info('pets')).state).toBe('ready');
    expect((await store.identity('pets')).digest).toBe(wholePictures);
  });

  test('by the command itself', async () => {
    const home = newHome();
    const argv = ['datasets', 'import', zip, '--name', 'Pets'];
    await killedCommand(home, argv);
    const visible = visibleIn(home);
    const sets: DatasetInfo[] = JSON.parse(skipwire(home, 'datasets', 'list', '--json'));
    const found = sets.find(({ id }) => id === 'pets');
    expect(found?.state ?? 'absent').toBe(visible.length > 0 ? 'ready' : 'absent');
    expect(namesIn(home)).toEqual(visible);
    if (visible.length > 0) skipwire(home, 'datasets', 'remove', 'pets');
    skipwire(home, ...argv);
    expect(namesIn(home)).toEqual(['pets']);
    const store = new DatasetStore({ root: setsIn(home) });
    expect((await store.identity('pets')).digest).toBe(wholePictures);
  });

  test('in the place of a set that was there: that one stays, or the new one has come', async () => {
    const home = newHome();
    await new DatasetStore({ root: setsIn(home) }).importOwn({ path: zip, name: 'Pets' });
    const train = ['train', 'resnet20', '--dataset', 'pets', '--data', zip, '--epochs', '1'];
    // Another archive at the same path: imported before anything is trained.
    writeZip(zip, { ...files, 'dog/more.jpg': await jpeg(50, 50, 9) });
    await killedCommand(home, train);
    const info: DatasetInfo = JSON.parse(skipwire(home, 'datasets', 'info', 'pets', '--json'));
    expect(info.state).toBe('ready');
    expect([COUNT, COUNT + 1]).toContain(info.trainCount);
    expect(namesIn(home)).toEqual(['pets']);
  });
});

testNeeding(cifar10)(
  'the .tar.xz of the real CIFAR-10',
  async () => {
    const cifar = { id: 'cifar10', path: cifar10Archive.path };
    const bytes = 50_000 * 3072;
    const home = newHome();
    for (const [from, to] of [
      [0, 1],
      [1, bytes / 8],
      [bytes / 8, bytes / 2],
    ] as const) {
      const moment = { when: 'file', name: 'train.images.u8', bytes: anywhere(from, to) } as const;
      importing(home, { ...cifar, moment });
      expect([[], ['cifar10']]).toContainEqual(visibleIn(home));
    }
    const store = await expectOnlyWhole(home, 'cifar10');
    importing(home, cifar);
    expect(namesIn(home)).toEqual(['cifar10']);
    expect((await store.info('cifar10')).state).toBe('ready');
  },
  300_000,
);
