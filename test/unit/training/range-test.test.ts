/** The service of the range test against workers that are played. */
import { existsSync } from 'node:fs';
import { type RangeTestEvent, rangeTestRequestSchema } from '../../../core/contract/training';
import { buildPreset } from '../../../core/presets';
import type { DatasetManifest } from '../../../main/datasets/storage/store';
import { RangeTestService } from '../../../main/training/host/range-test';
import { type FakeWorker, fakeLauncher } from './fake-worker';

const manifest = {
  name: 'Shapes',
  imageShape: [32, 32, 3],
  classes: Array.from({ length: 10 }, (_, index) => `class ${index}`),
  train: { count: 20, perClass: Array(10).fill(2) },
  val: { count: 10, perClass: Array(10).fill(1) },
  valRole: 'validation',
  splitDescription: 'trained on 20',
} as unknown as DatasetManifest;

const point = (step: number): RangeTestEvent => ({
  type: 'point',
  step,
  learningRate: 10 ** step,
  loss: 2,
  smoothed: 2,
});
const done: RangeTestEvent = { type: 'done', reason: 'steps', suggestion: 0.1 };

function service(behave: (worker: FakeWorker) => void, isBusy = () => false) {
  const { launch, workers } = fakeLauncher((worker, message) => {
    if (message.type === 'train') behave(worker);
  });
  const test = new RangeTestService({
    launch,
    entry: 'worker.cjs',
    isBusy,
    ensureEngine: async ({ onProgress }) => {
      onProgress({ phase: 'looking' });
      return { version: '2.21.0', device: 'cpu', bindingPath: 'x', env: {} };
    },
    datasets: {
      manifest: async () => manifest,
      folder: () => 'images',
      use: async () => async () => undefined,
    },
  });
  return { test, workers };
}

const request = (change: object = {}) =>
  rangeTestRequestSchema.parse({
    graph: buildPreset('resnet20'),
    settings: { dataset: 'shapes' },
    steps: 10,
    ...change,
  });

const finish = (worker: FakeWorker) => {
  worker.say({ type: 'progress', progress: { phase: 'compiling' } });
  for (const event of [point(1), point(2), done]) worker.say({ type: 'range-test', event: event as never });
  worker.say({ type: 'ended', state: 'finished' });
  worker.exit();
};

async function all(events: AsyncIterable<RangeTestEvent>): Promise<RangeTestEvent[]> {
  const found: RangeTestEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}

test('progress, points, the suggestion; and its folder is gone', async () => {
  const { test: service_, workers } = service(finish);
  expect(await all(service_.run(request()))).toEqual([
    { type: 'progress', progress: { phase: 'looking' } },
    { type: 'progress', progress: { phase: 'compiling' } },
    point(1),
    point(2),
    done,
  ]);
  expect(workers[0]?.job.rangeTest).toEqual({ minimum: 1e-6, maximum: 10, steps: 10 });
  expect(workers[0]?.options.task).toBe('range test');
  expect(existsSync(workers[0]?.job.runFolder ?? '')).toBe(false);
  expect(service_.active).toBe(false);
  // And again.
  expect(await all(service_.run(request()))).toContainEqual(done);
});

test('refused while a study trains, and while another one is under way', async () => {
  await expect(all(service(finish, () => true).test.run(request()))).rejects.toThrow(
    'A study is already being trained',
  );
  const { test: service_ } = service((worker) =>
    worker.say({ type: 'range-test', event: point(1) as never }),
  );
  const first = service_.run(request());
  await first.next();
  expect(service_.active).toBe(true);
  await expect(all(service_.run(request()))).rejects.toThrow('range test is running');
  await service_.close();
  await all(first);
  expect(service_.active).toBe(false);
});

test('whoever stops listening ends the worker', async () => {
  const { test: service_, workers } = service((worker) =>
    worker.say({ type: 'range-test', event: point(1) as never }),
  );
  for await (const event of service_.run(request())) if (event.type === 'point') break;
  expect(workers[0]?.killed).toBe(true);
  expect(service_.active).toBe(false);
});

test('a signal ends the stream and the worker', async () => {
  const abort = new AbortController();
  const { test: service_, workers } = service(() => abort.abort());
  await all(service_.run(request(), abort.signal));
  expect(workers[0]?.killed).toBe(true);
});

test('a failure of the worker is the error of the stream', async () => {
  const { test: service_ } = service((worker) => {
    worker.say({ type: 'failed', message: 'The device ran out of memory.' });
    worker.exit({ code: 1 });
  });
  await expect(all(service_.run(request()))).rejects.toThrow('The device ran out of memory.');
});

test('a network or limits that will not do are refused before anything starts', async () => {
  const { test: service_, workers } = service(finish);
  const graph = buildPreset('resnet20', { classes: 7 });
  await expect(all(service_.run(request({ graph })))).rejects.toThrow(/10 classes of Shapes/);
  await expect(all(service_.run(request({ minimum: 1, maximum: 0.1 })))).rejects.toThrow('1 to 0.1');
  expect(workers).toHaveLength(0);
  expect(service_.active).toBe(false);
});
