/** Faults of the machine during a real training: each ends the run in words, and the run can be read afterwards. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphDocument } from '../../../core/graph/document';
import { inEnglish } from '../../../core/messages';
import { parseDocumentText } from '../../../core/network/parse';
import { studyRequestSchema } from '../../../core/study/settings';
import { createServices } from '../../../main/services';
import { smallResNet, vanishing } from '../../support/documents';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { bundledWorker, type TestServices, testServices, untilIdle } from '../../support/worker';

jest.setTimeout(240_000);

let services: TestServices;
beforeAll(async () => {
  await testEngine();
  services = await testServices({ oneProcess: true });
  await services.datasets.generate({ trainCount: 100, valCount: 20, seed: 3 });
}, ENGINE_TIMEOUT);
afterAll(() => services?.dispose());

const request = (settings: object = {}, graph = smallResNet()) =>
  studyRequestSchema.parse({
    name: 'tiny',
    arms: [{ name: 'one', graph }],
    settings: { dataset: 'shapes', batchSize: 20, epochs: 3, ...settings },
    seeds: [1],
  });

async function train(on: Pick<TestServices, 'training' | 'runs'>, study = request()) {
  const idle = untilIdle(on.training.events());
  const { runIds } = await on.training.start(study);
  await idle;
  return on.runs.get(runIds[0] as string);
}

test('images that go away between the check and the loading', async () => {
  const folder = services.datasets.folder('shapes');
  const events = untilIdle(services.training.events(), (event) => {
    if (event.type === 'progress' && inEnglish(event.progress.phase).startsWith('starting TensorFlow')) {
      rmSync(join(folder, 'train.images.u8'), { force: true });
    }
  });
  const { runIds } = await services.training.start(request());
  await events;
  const run = await services.runs.get(runIds[0] as string);
  expect(run.state).toBe('failed');
  expect(run.error).toMatch(
    /^The images of data set "shapes" are missing \(.*train\.images\.u8; No such file or directory\)\. Get the data set again in Data/,
  );
  await services.datasets.generate({ trainCount: 100, valCount: 20, seed: 4 });
});

/** Without normalization, numbers grow from layer to layer as the weights do. */
function unnormalized(): GraphDocument {
  const conv = { filters: 8, kernelSize: [3, 3], strides: [4, 4], padding: 'same' };
  const nodes = [
    { id: 'x', type: 'Input', params: { shape: [32, 32, 3] } },
    { id: 'conv1', type: 'Conv2D', params: conv },
    { id: 'conv2', type: 'Conv2D', params: conv },
    { id: 'pool', type: 'GlobalAveragePooling2D', params: {} },
    { id: 'out', type: 'Dense', params: { units: 10, activation: 'softmax' } },
  ];
  const edges = nodes.slice(1).map(({ id }, index) => {
    const source = nodes[index]?.id as string;
    return { id: `${source}-${id}`, source, target: id, port: 0 };
  });
  return parseDocumentText(
    JSON.stringify({ format: 'skipwire.graph', version: 1, name: 'bare', groups: [], nodes, edges }),
  );
}

describe('a loss that is no number', () => {
  const optimizer = { learningRate: 1000, clipnorm: null };
  // The first steps are good.
  const schedule = { type: 'steps', boundaries: [1000], warmup: 7, warmupFactor: 1e-6 };

  test('names where it began, from the state before the bad batch', async () => {
    const study = request({ optimizer, schedule: { ...schedule, warmup: 5 }, epochs: 100 });
    const run = await train(services, { ...study, arms: [{ name: 'bare', graph: unnormalized() }] });
    expect(run.state).toBe('failed');
    expect(run.error).toMatch(
      /^The loss became \S+ in epoch \d+ at step \d+: .* The first layer whose output was not finite is "(conv1|conv2|pool|out)"; all weights were still finite\.$/,
    );
    // The last good checkpoint, and the metrics up to the bad batch.
    const step = Number(/at step (\d+)/.exec(run.error ?? '')?.[1]);
    const { steps } = await services.runs.metrics(run.id);
    expect(steps.at(-1)?.step).toBe(step - 1);
    expect(run.checkpoints.at(-1)?.step).toBe(5 * Math.floor((step - 1) / 5));
  });

  test('names the gradient, where that alone was bad: the loss and all outputs were finite', async () => {
    const study = request({ optimizer: { learningRate: 0.01, clipnorm: null } });
    const run = await train(services, {
      ...study,
      arms: [{ name: 'vanishing', graph: vanishing([32, 32, 3]) }],
    });
    expect(run.state).toBe('failed');
    expect(run.error).toMatch(/^The loss became NaN in epoch 1 at step 2: .* There is no checkpoint yet\./);
    expect(run.error).toMatch(
      /The update before left the weight "[\w/]+" no longer finite\. In that step the loss and the outputs of all layers were finite\. Going back from the loss, the first layer whose gradient was not finite is "norm\d"\.$/,
    );
  });

  test('names it too where a checkpoint finds the weight first', async () => {
    const study = request({
      optimizer: { learningRate: 0.01, clipnorm: null },
      checkpoints: { everySteps: 1 },
    });
    const run = await train(services, {
      ...study,
      arms: [{ name: 'vanishing', graph: vanishing([32, 32, 3]) }],
    });
    expect(run.error).toMatch(
      /^The weight "[\w/]+" became (NaN|-?Infinity) in epoch 1 at step 1: .*the first layer whose gradient was not finite is "norm\d"\.$/,
    );
  });

  test('in the validation', async () => {
    const run = await train(services, request({ optimizer, schedule, epochs: 40 }));
    expect(run.state).toBe('failed');
    expect(run.error).toMatch(
      /^The validation loss became \S+ in epoch \d+ at step \d+: .*(weight|weights) /,
    );
    expect(run.error).toMatch(/the largest is \S+, in "[\w./]+"|left the weight "[\w./]+" no longer finite/);
  });
});

/** A file system with room for a run's small files and not for its checkpoints; root alone may mount one. */
function tinyDisk(folder: string): boolean {
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=600k', 'tmpfs', folder]);
  return status === 0;
}

test('a disk that is full', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-full-'));
  if (!tinyDisk(folder)) {
    rmSync(folder, { recursive: true });
    console.warn('Skipped: this user may not mount a small disk.');
    return;
  }
  const full = await createServices({
    host: 'cli',
    version: '0.0.0',
    runsRoot: folder,
    datasetsRoot: services.datasets.root,
    workerEntry: bundledWorker(),
  });
  try {
    const run = await train(full, request({}, smallResNet({ width: 1 })));
    expect(run.state).toBe('failed');
    expect(run.error).toMatch(
      /\. The disk is full, .* free \(ENOSPC.*Free up disk space\. Then resume the run/,
    );
    // Nothing half written is left: the run is there, and listed.
    expect((await full.runs.list()).map(({ id }) => id)).toEqual([run.id]);
  } finally {
    await full.close();
    spawnSync('umount', [folder]);
    rmSync(folder, { recursive: true, force: true });
  }
});
