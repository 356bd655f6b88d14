/** kill -9 while photos are decoded into the cache: an incomplete file is continued, never trained on. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { studyRequestSchema } from '../../../core/study/settings';
import { PART } from '../../../main/datasets/cache/image-cache';
import { documentOf } from '../../support/documents';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { checkpointBits, metricLines } from '../../support/runs';
import { type TestServices, testServices, untilIdle } from '../../support/worker';
import { jpeg, writeFiles } from '../../unit/datasets/photos/pictures';

jest.setTimeout(600_000);

const SHAPE = [40, 48, 3];
const BYTES = 40 * 48 * 3;
/** Enough for several batches of the decoder. */
const TRAIN = 640;
const VALIDATION = 96;
/** Tries again if a worker finished before the test looked at it. */
const TRIES = 10;

let services: TestServices;
let folder: string;
const before = { ...process.env };
beforeAll(async () => {
  await testEngine();
  folder = mkdtempSync(join(tmpdir(), 'skipwire-killed-'));
  services = await testServices();
  const photos = join(folder, 'photos');
  await writePhotos(photos);
  await services.datasets.importOwn({ path: photos, name: 'Pets' });
}, ENGINE_TIMEOUT);
afterAll(async () => {
  process.env = before;
  await services?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** In two classes; sixteen different pictures of a photograph's size. */
async function writePhotos(root: string): Promise<void> {
  const photos = await Promise.all(Array.from({ length: 16 }, (_, n) => jpeg(400 + n, 300, n + 1)));
  for (const [split, count] of [
    ['train', TRAIN],
    ['val', VALIDATION],
  ] as const) {
    for (let n = 0; n < count; n++) {
      writeFiles(join(root, split, n % 2 ? 'cat' : 'dog'), { [`${n}.jpg`]: photos[n % 16]! });
    }
  }
}

const network = documentOf('tiny', [
  { id: 'x', type: 'Input', params: { shape: SHAPE } },
  { id: 'conv', type: 'Conv2D', params: { filters: 4, kernelSize: [3, 3], strides: [4, 4] } },
  { id: 'relu', type: 'Activation', params: { function: 'relu' } },
  { id: 'pool', type: 'GlobalAveragePooling2D' },
  { id: 'out', type: 'Dense', params: { units: 2, activation: 'softmax' } },
]);
const request = () =>
  studyRequestSchema.parse({
    name: 'pets',
    arms: [{ name: 'pets', graph: network }],
    settings: {
      dataset: 'pets',
      batchSize: 64,
      epochs: 2,
      augmentation: { flip: true, padAndCrop: 4 },
      normalization: 'per-channel',
    },
    seeds: [7],
  });

/** A cache of its own. */
function cacheAt(name: string): string {
  const cache = join(folder, name);
  process.env.SKIPWIRE_IMAGES = cache;
  return cache;
}
const filesOf = (cache: string, ending: string): string[] =>
  existsSync(cache) ? readdirSync(cache).filter((name) => name.endsWith(ending)) : [];
const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/**
 * Kills the worker as soon as an incomplete file contains images.
 * @returns that file, if it is still incomplete
 */
async function killWhileDecoding(cache: string): Promise<string | undefined> {
  for (;;) {
    const [part] = filesOf(cache, `.u8${PART}`).map((name) => join(cache, name));
    if (part && sizeOf(part) > 0) {
      services.workers.at(-1)!.kill();
      return part;
    }
    // It was faster than we looked.
    if (filesOf(cache, '.u8').length > 0) {
      services.workers.at(-1)!.kill();
      return undefined;
    }
    await delay(1);
  }
}

async function settle(begin: () => Promise<unknown>): Promise<void> {
  const events = untilIdle(services.training.events());
  await begin();
  await events;
}

test('a killed decoding is gone on with, and the run comes to the very bits of an undisturbed one', async () => {
  const undisturbed = cacheAt('undisturbed');
  await settle(() => services.training.start(request()));
  const whole = services.training.status().runs[0]!;
  expect(whole.state).toBe('finished');

  let id = '';
  let part: string | undefined;
  let cache = '';
  for (let tries = 0; tries < TRIES && !part; tries++) {
    cache = cacheAt(`killed-${tries}`);
    const idle = untilIdle(services.training.events());
    [id = ''] = (await services.training.start(request())).runIds;
    const caught = await killWhileDecoding(cache);
    await idle;
    // The kill may have come behind the last batch.
    if (caught && existsSync(caught) && sizeOf(caught) < TRAIN * BYTES) part = caught;
  }
  expect(part).toBeDefined();
  expect((await services.runs.get(id)).state).toBe('interrupted');
  // Nothing half-written bears the name of a whole file.
  expect(filesOf(cache, '.u8')).toEqual([]);
  // A write that was cut short: half an image is missing at the end.
  truncateSync(part!, sizeOf(part!) - BYTES / 2);

  await settle(() => services.training.resume([id]));
  expect((await services.runs.get(id)).state).toBe('finished');
  const names = filesOf(undisturbed, '.u8').sort();
  expect(names).toHaveLength(2);
  expect(readdirSync(cache).sort()).toEqual(names);
  for (const name of names) {
    expect(readFileSync(join(cache, name)).equals(readFileSync(join(undisturbed, name)))).toBe(true);
  }
  const [one, other] = [whole.id, id].map((each) => services.runs.folder(each));
  expect(metricLines(other!)).toEqual(metricLines(one!));
  const file = 'epoch-0002.safetensors';
  expect(await checkpointBits(other!, file)).toEqual(await checkpointBits(one!, file));
});
