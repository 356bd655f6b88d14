/** The speed of precisions and of steps, measured by the real worker. Which one is faster is the machine's affair. */
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastestPrecision } from '../../../core/study/precision';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { launchProcess } from '../../../main/processes/launch';
import { ThreadShares } from '../../../main/training/host/thread-shares';
import { smallResNet } from '../../support/documents';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { bundledWorker, type TestServices, testServices, untilIdle } from '../../support/worker';

jest.setTimeout(240_000);

let services: TestServices;
beforeAll(async () => {
  await testEngine();
  services = await testServices();
  await services.datasets.generate({ trainCount: 40, valCount: 20, seed: 3 });
}, ENGINE_TIMEOUT);
afterAll(() => services?.dispose());

const graph = smallResNet({ style: 'cifar' });

test('auto is measured once, and the record holds what the run was trained in', async () => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('skipwire-speeds-'));
  expect(await services.precision.speeds([graph], false)).toBeUndefined();
  const speeds = await services.precision.speeds([graph], true);
  expect(speeds).toMatchObject({
    device: 'cpu',
    convolution: { channels: 4, filters: 4, height: 32, width: 32, kernel: [3, 3] },
    batchSize: 256,
  });
  const taken = Object.values(speeds!.milliseconds);
  expect(taken.every((milliseconds) => milliseconds === null || milliseconds > 0)).toBe(true);
  expect(services.workers).toHaveLength(1);

  const events = services.training.events();
  const { runIds } = await services.training.start({
    name: 'auto',
    arms: [{ name: 'one', graph }],
    settings: trainingSettingsSchema.parse({
      dataset: 'shapes',
      batchSize: 20,
      epochs: 1,
      precision: 'auto',
    }),
    seeds: [1],
  });
  const all = await untilIdle(events);
  const run = await services.runs.get(runIds[0]!);
  expect(run).toMatchObject({ state: 'finished', settings: { precision: fastestPrecision(speeds!) } });
  expect(all.filter(({ type }) => type === 'precision')).toHaveLength(1);
  // One measurement and one training.
  expect(services.workers).toHaveLength(2);
  const after = readdirSync(tmpdir()).filter((name) => name.startsWith('skipwire-speeds-'));
  expect(after).toEqual(before);
});

test('a step is timed with a share of the threads, also of a network that prepares pixels itself', async () => {
  const shares = new ThreadShares({
    launch: launchProcess,
    entry: bundledWorker(),
    folder: join(services.folder, 'shares'),
    threads: 1,
  });
  const nodes = graph.nodes.map((node) =>
    node.type === 'Input' ? { ...node, params: { ...node.params, pixels: 'imagenet' } } : node,
  );
  const settings = trainingSettingsSchema.parse({ dataset: 'shapes', batchSize: 20 });
  const measured = await shares.measure(
    [{ run: { settings }, graph: { ...graph, nodes }, manifest: await services.datasets.manifest('shapes') }],
    await testEngine(),
    new AbortController().signal,
    () => undefined,
  );
  expect(measured).toEqual([{ runs: 1, milliseconds: expect.any(Number) }]);
});
