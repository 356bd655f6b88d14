/** Faults of the machine during a real training: each ends the run in words, and the run can be read afterwards. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPreset } from '../../../core/presets';
import { studyRequestSchema } from '../../../core/study/settings';
import { createServices } from '../../../main/services';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { bundledWorker, type TestServices, testServices, untilIdle } from '../../support/worker';

jest.setTimeout(240_000);

let services: TestServices;
beforeAll(async () => {
  await testEngine();
  services = await testServices();
  await services.datasets.generate({ trainCount: 100, valCount: 20, seed: 3 });
}, ENGINE_TIMEOUT);
afterAll(() => services?.dispose());

const request = (settings: object = {}) =>
  studyRequestSchema.parse({
    name: 'tiny',
    arms: [{ name: 'one', graph: buildPreset('resnet18', { width: 1 / 16 }) }],
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
    if (event.type === 'progress' && event.progress.phase.startsWith('starting TensorFlow')) {
      rmSync(join(folder, 'train.images.u8'), { force: true });
    }
  });
  const { runIds } = await services.training.start(request());
  await events;
  const run = await services.runs.get(runIds[0] as string);
  expect(run.state).toBe('failed');
  expect(run.error).toMatch(
    /^The images of data set "shapes" are no longer where they were \(.*train\.images\.u8/,
  );
  await services.datasets.generate({ trainCount: 100, valCount: 20, seed: 4 });
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
    const run = await train(full);
    expect(run.state).toBe('failed');
    expect(run.error).toMatch(/^The disk is full.*ENOSPC.*Free some space and resume the run/);
    // Nothing half written is left: the run is there, and listed.
    expect((await full.runs.list()).map(({ id }) => id)).toEqual([run.id]);
  } finally {
    await full.close();
    spawnSync('umount', [folder]);
    rmSync(folder, { recursive: true, force: true });
  }
});
