/**
 * A run whose worker believes that it has a GPU with room for the images. The worker's TensorFlow is the processor's, on
 * which nodes that ask for no device run as well: what is shown is that the graph with held images trains, not a GPU.
 */
import { readFileSync } from 'node:fs';
import { studyRequestSchema } from '../../../core/study/settings';
import { launchProcess } from '../../../main/processes/launch';
import { TrainingService } from '../../../main/training/host/trainer';
import { smallResNet } from '../../support/documents';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { metricLines } from '../../support/runs';
import { bundledWorker, type TestServices, testServices, untilIdle } from '../../support/worker';

jest.setTimeout(240_000);

let services: TestServices;
beforeAll(async () => {
  await testEngine();
  services = await testServices();
  await services.datasets.generate({ trainCount: 100, valCount: 30, seed: 3 });
}, ENGINE_TIMEOUT);
afterAll(() => services?.dispose());

const request = studyRequestSchema.parse({
  name: 'held',
  arms: [{ name: 'residual', graph: smallResNet() }],
  settings: {
    dataset: 'shapes',
    epochs: 3,
    batchSize: 16,
    augmentation: { flip: true, padAndCrop: 4 },
    normalization: 'per-channel',
  },
  seeds: [1],
});

async function trained(available: number) {
  const training = new TrainingService({
    runs: services.runs,
    datasets: services.datasets,
    ensureEngine: async () => ({ ...(await testEngine()), device: 'gpu' }),
    deviceMemory: async () => ({ device: 'gpu', available }),
    launch: launchProcess,
    entry: bundledWorker(),
    app: { version: '0.0.0', host: 'test' },
  });
  try {
    const events = untilIdle(training.events());
    const { runIds } = await training.start(request);
    await events;
    const [id] = runIds as [string];
    const folder = services.runs.folder(id);
    return {
      run: await services.runs.get(id),
      metrics: metricLines(folder),
      log: readFileSync(folder.log, 'utf8'),
    };
  } finally {
    await training.close();
  }
}

test('comes to the same numbers as one whose images are mapped, and says that it holds them', async () => {
  const held = await trained(1e12);
  const mapped = await trained(0);
  expect(held.run.state).toBe('finished');
  expect(held.log).toContain('images in device memory: 399 kB');
  expect(mapped.log).not.toContain('the device holds');
  expect(held.metrics.length).toBe(3 * 7 + 3);
  expect(held.metrics).toEqual(mapped.metrics);
});
