/**
 * The host killed within an import, by SIGKILL and at moments that its files show: what was there before is all that is
 * seen of it, the next start clears the rest, and the same import then succeeds.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatasetInfo } from '../../../core/contract/datasets';
import { DatasetStore } from '../../../main/datasets';
import { realCifarArchive } from '../../support/datasets';
import { type Files, jpeg, writeZip } from '../../unit/datasets/photos/pictures';

const script = join(__dirname, '..', '..', '..', 'scripts', 'skipwire.mjs');
const COUNT = 400;
let folder: string;
let zip: string;
let files: Files;
/** What an import leaves that nobody disturbs. */
let wholePictures: string;

/** A person's folder of data with nothing in it. */
const newHome = () => mkdtempSync(join(folder, 'home-'));
const setsIn = (home: string) => join(home, 'datasets');
const namesIn = (home: string) => (existsSync(setsIn(home)) ? readdirSync(setsIn(home)) : []);
const environment = (home: string) => ({ ...process.env, SKIPWIRE_DATA: home });

function skipwire(home: string, ...argv: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...argv], {
    env: environment(home),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** Where the import writes, as soon as there is such a place. */
function staging(home: string): string | undefined {
  const name = namesIn(home).find((one) => one.includes('.importing-'));
  return name && join(setsIn(home), name);
}
const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? -1;
const filesIn = (path: string) => (existsSync(path) ? readdirSync(path).length : -1);

/** Kills an import when `now` is true of its folder; it may have ended before. */
async function killed(home: string, argv: readonly string[], now: () => boolean): Promise<void> {
  const child = spawn(process.execPath, [script, ...argv], { env: environment(home), stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let running = true;
  void ended.then(() => {
    running = false;
  });
  while (running && !now()) await new Promise(setImmediate);
  child.kill('SIGKILL');
  await ended;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-killed-'));
  const pictures = await Promise.all([1, 2, 3, 4].map((seed) => jpeg(160, 120, seed)));
  files = {};
  for (let n = 0; n < COUNT; n++) files[`${n % 2 ? 'cat' : 'dog'}/${n}.jpg`] = pictures[n % 4]!;
  zip = writeZip(join(folder, 'pets.zip'), files);
  const home = newHome();
  skipwire(home, 'datasets', 'import', zip, '--name', 'Pets');
  wholePictures = (await new DatasetStore({ root: setsIn(home) }).identity('pets')).digest;
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Some place from `from` up to, not including, `to`: another one in each run of the test. */
const anywhere = (from: number, to: number) => from + Math.floor(Math.random() * (to - from));

async function expectRecovered(home: string, id: string, argv: readonly string[], digest?: string) {
  const visible = namesIn(home).filter((name) => !name.startsWith('.'));
  // Killed behind its last rename it is there, and whole; otherwise nothing is.
  expect([[], [id]]).toContainEqual(visible);
  const list: DatasetInfo[] = JSON.parse(skipwire(home, 'datasets', 'list', '--json'));
  const found = list.find((set) => set.id === id);
  expect(found?.state ?? 'absent').toBe(visible.length > 0 ? 'ready' : 'absent');
  expect(found?.problem).toBeUndefined();
  expect(namesIn(home)).toEqual(visible);
  if (visible.length > 0) skipwire(home, 'datasets', 'remove', id);
  skipwire(home, ...argv);
  expect(namesIn(home)).toEqual([id]);
  const store = new DatasetStore({ root: setsIn(home) });
  expect((await store.info(id)).state).toBe('ready');
  if (digest) expect((await store.identity(id)).digest).toBe(digest);
}

describe('a .zip of photographs', () => {
  const argv = () => ['datasets', 'import', zip, '--name', 'Pets'];
  const written = (home: string) => filesIn(join(staging(home) ?? '', 'images', '000'));
  const has = (home: string, file: string) => existsSync(join(staging(home) ?? '', file));
  const moments: [string, (home: string) => () => boolean][] = [
    ['when its folder appears', (home) => () => staging(home) !== undefined],
    ...[1, 2, 3].map((part): [string, (home: string) => () => boolean] => [
      `within part ${part} of its pictures`,
      (home) => {
        const count = anywhere(((part - 1) * COUNT) / 3, (part * COUNT) / 3);
        return () => written(home) > count;
      },
    ]),
    ['when its lists are begun', (home) => () => has(home, 'train.files.txt')],
    ['when its manifest is begun', (home) => () => has(home, 'dataset.json')],
    ['when it is there', (home) => () => existsSync(join(setsIn(home), 'pets'))],
  ];

  test.each(moments)('%s', async (_when, moment) => {
    const home = newHome();
    await killed(home, argv(), moment(home));
    await expectRecovered(home, 'pets', argv(), wholePictures);
  });

  test('in the place of a set that was there: that one stays, or the new one has come', async () => {
    const home = newHome();
    skipwire(home, ...argv());
    const train = ['train', 'resnet20', '--dataset', 'pets', '--data', zip, '--epochs', '1'];
    // Another archive at the same path: imported anew before anything is trained.
    writeZip(zip, { ...files, 'dog/more.jpg': await jpeg(50, 50, 9) });
    await killed(home, train, () => written(home) > 5);
    const info: DatasetInfo = JSON.parse(skipwire(home, 'datasets', 'info', 'pets', '--json'));
    expect(info.state).toBe('ready');
    expect([COUNT, COUNT + 1]).toContain(info.trainCount);
    expect(namesIn(home)).toEqual(['pets']);
  });
});

const maybe = existsSync(realCifarArchive) ? test : test.skip;
maybe(
  'the .tar.xz of the real CIFAR-10',
  async () => {
    const argv = ['datasets', 'import', realCifarArchive];
    const bytes = 50_000 * 3072;
    const home = newHome();
    const images = () => sizeOf(join(staging(home) ?? '', 'train.images.u8'));
    for (const [from, to] of [
      [0, 1],
      [1, bytes / 2],
      [bytes / 2, bytes],
    ] as const) {
      const place = anywhere(from, to);
      await killed(home, argv, () => images() >= place);
      expect([[], ['cifar10']]).toContainEqual(namesIn(home).filter((name) => !name.startsWith('.')));
    }
    await expectRecovered(home, 'cifar10', argv);
  },
  300_000,
);
