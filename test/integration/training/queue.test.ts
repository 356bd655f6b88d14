/**
 * Two studies in one queue, reordered, with two runs at once, and a host that dies in the middle: every run has the bits of
 * one that was trained alone, and none is trained twice.
 */
import { readFile } from 'node:fs/promises';
import { studyRequestSchema } from '../../../core/study/settings';
import { documentOf } from '../../support/documents';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { checkpointBits } from '../../support/runs';
import { type TestServices, testServices, untilIdle } from '../../support/worker';

jest.setTimeout(600_000);

const open: TestServices[] = [];
beforeAll(async () => {
  await testEngine();
}, ENGINE_TIMEOUT);
afterAll(() => Promise.all(open.map((services) => services.dispose())));

async function start(options: Parameters<typeof testServices>[0]): Promise<TestServices> {
  const services = await testServices(options);
  open.push(services);
  return services;
}

const network = (name: string, filters: number) =>
  documentOf(name, [
    { id: 'x', type: 'Input', params: { shape: [32, 32, 3] } },
    { id: 'conv', type: 'Conv2D', params: { filters, kernelSize: [3, 3], strides: [2, 2], padding: 'same' } },
    { id: 'bn', type: 'BatchNormalization' },
    { id: 'pool', type: 'GlobalAveragePooling2D' },
    { id: 'out', type: 'Dense', params: { units: 10, activation: 'softmax' } },
  ]);

const study = (name: string, arms: Readonly<Record<string, number>>, seeds: readonly number[] = [5]) =>
  studyRequestSchema.parse({
    name,
    arms: Object.entries(arms).map(([arm, filters]) => ({ name: arm, graph: network(arm, filters) })),
    settings: {
      ...{ dataset: 'shapes', epochs: 3, batchSize: 16, threads: 1, augmentation: { flip: true } },
      ...{ optimizer: { type: 'adam' }, normalization: 'per-channel', preciseBatchNorm: { batches: 2 } },
    },
    seeds,
  });
const STUDIES = [study('first', { a: 4 }, [5, 6]), study('second', { c: 8, d: 10 })];

const generate = ({ datasets }: TestServices) =>
  datasets.generate({ trainCount: 100, valCount: 20, seed: 4 });

async function queueAll({ training }: TestServices): Promise<string[]> {
  const ids: string[] = [];
  for (const one of STUDIES) ids.push(...(await training.start(one)).runIds);
  return ids;
}

/** What each run came to, by arm and seed: its epochs, times apart, and the bits of its last checkpoint. */
async function results({ runs }: TestServices): Promise<Record<string, unknown>> {
  const all = await runs.list();
  return Object.fromEntries(
    await Promise.all(
      all.map(async ({ id, arm, settings, state, epochs, checkpoints }) => {
        const numbers = epochs.map(({ loss, accuracy, valLoss, valAccuracy }) => [
          loss,
          accuracy,
          valLoss,
          valAccuracy,
        ]);
        return [
          `${arm}, seed ${settings.seed}`,
          { state, numbers, bits: await checkpointBits(runs.folder(id), checkpoints.at(-1)!.file) },
        ] as const;
      }),
    ),
  );
}

test('two at once, reordered and killed, come to what they come to alone', async () => {
  const alone = await start({ slots: 1 });
  await generate(alone);
  const idle = untilIdle(alone.training.events());
  const [a5, a6, c5] = await queueAll(alone);
  await idle;
  // Each that follows another is trained in its process, and one of the same network in its program.
  expect(alone.workers).toHaveLength(1);
  const logs = await Promise.all([a5!, a6!, c5!].map((id) => readFile(alone.runs.folder(id).log, 'utf8')));
  expect(logs.map((text) => text.includes('starting TensorFlow'))).toEqual([true, false, true]);

  const first = await testServices({ slots: 2 });
  await generate(first);
  const events = first.training.events();
  const [, , c, d] = await queueAll(first);
  await first.queue.move([d!], c);
  const begun: string[] = [];
  for await (const event of events) {
    if (event.type === 'run' && event.run.state === 'running') begun.push(event.run.id);
    if (new Set(begun).size === 3) break;
  }
  await first.close({ grace: 0 });
  expect([...new Set(begun)].at(-1)).toBe(d);
  const done = (await first.runs.list()).filter(({ state }) => state === 'finished');
  expect(done.length).toBeGreaterThan(0);

  const second = await start({ slots: 2, folder: first.folder });
  const { entries } = await second.queue.list();
  expect(entries.map(({ runId }) => runId)).toEqual(expect.not.arrayContaining(done.map(({ id }) => id)));
  expect(entries).toHaveLength(4 - done.length);
  const ended = untilIdle(second.training.events());
  await second.queue.resume();
  await ended;
  expect((await second.queue.list()).entries).toEqual([]);
  for (const { id, endedAt } of done) expect((await second.runs.get(id)).endedAt).toBe(endedAt);
  expect(await results(second)).toEqual(await results(alone));
});
