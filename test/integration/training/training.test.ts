/** Training through the real worker process and real TensorFlow, on the procedural data set. */
import { fork, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inEnglish } from '../../../core/messages';
import { type StudyRequest, studyRequestSchema } from '../../../core/study/settings';
import { readSafetensors } from '../../../main/runs/safetensors';
import { smallResNet } from '../../support/documents';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { bundledWorker, type TestServices, testServices, untilIdle } from '../../support/worker';

// Several worker processes a test, on a machine that may be busy.
jest.setTimeout(240_000);

let services: TestServices;
beforeAll(async () => {
  await testEngine();
  services = await testServices({ oneProcess: true });
  await services.datasets.generate({ trainCount: 200, valCount: 50, seed: 3 });
}, ENGINE_TIMEOUT);
afterAll(() => services?.dispose());

interface Settings {
  epochs?: number;
  batchSize?: number;
  trainLimit?: number;
  learningRate?: number;
  clipnorm?: number | null;
  momentum?: number;
}
function request(
  { epochs = 2, batchSize = 16, trainLimit = 72, ...optimizer }: Settings = {},
  change: Partial<StudyRequest> = {},
): StudyRequest {
  return studyRequestSchema.parse({
    name: 'tiny',
    arms: [{ name: 'residual', graph: smallResNet() }],
    settings: { dataset: 'shapes', trainLimit, valLimit: 20, epochs, batchSize, optimizer },
    seeds: [1],
    ...change,
  });
}

async function train(study: StudyRequest, each?: Parameters<typeof untilIdle>[1]) {
  const events = untilIdle(services.training.events(), each);
  const { runIds } = await services.training.start(study);
  return { events: await events, runs: await Promise.all(runIds.map((id) => services.runs.get(id))) };
}

test('a tiny run leaves a folder that tells everything', async () => {
  const { events, runs } = await train(request({ momentum: 0.9, epochs: 3 }));
  const [run] = runs;
  expect(run).toMatchObject({
    state: 'finished',
    stepsPerEpoch: 5,
    checkpointEpoch: 3,
    split: { trainCount: 72, valCount: 20 },
  });
  expect(run!.error).toBeUndefined();
  const folder = services.runs.folder(run!.id);
  const { steps, epochs } = await services.runs.metrics(run!.id);
  expect(steps.map(({ step, epoch }) => [step, epoch])).toEqual(
    Array.from({ length: 15 }, (_, index) => [index + 1, Math.floor(index / 5) + 1]),
  );
  expect(epochs).toEqual(run!.epochs);
  // 72 images in batches of 16: the last batch of 8 counts half as much as the others.
  for (const { epoch, loss, accuracy, valAccuracy } of epochs) {
    const sizes = [16, 16, 16, 16, 8];
    const mean = (of: (step: (typeof steps)[number]) => number) =>
      steps
        .filter((step) => step.epoch === epoch)
        .reduce((sum, step, index) => sum + of(step) * sizes[index]!, 0) / 72;
    expect(loss).toBeCloseTo(
      mean((step) => step.loss),
      5,
    );
    expect(accuracy).toBeCloseTo(
      mean((step) => step.accuracy),
      6,
    );
    expect(valAccuracy * 20).toBeCloseTo(Math.round(valAccuracy * 20), 6);
  }
  // The newest two, and the best by validation accuracy, which may be one of them.
  const best = epochs.reduce((a, b) => (b.valAccuracy > a.valAccuracy ? b : a)).epoch;
  const kept = [...new Set([best, 2, 3])].sort().map((epoch) => `epoch-000${epoch}.safetensors`);
  expect(readdirSync(folder.checkpoints)).toEqual(kept);
  expect(run!.checkpoints.map(({ file }) => file)).toEqual(kept);
  expect(run!.checkpoints.find(({ roles }) => roles.includes('best'))?.epoch).toBe(best);
  const { tensors, metadata } = await readSafetensors(join(folder.checkpoints, 'epoch-0003.safetensors'));
  expect(metadata).toMatchObject({ epoch: '3', step: '15' });
  expect(tensors.get('stem.conv/kernel')?.shape).toEqual([7, 7, 3, 4]);
  expect(tensors.get('stem.conv/kernel/momentum')?.data.some((value) => value !== 0)).toBe(true);
  expect(tensors.get('stem.bn/moving_mean')?.data.some((value) => value !== 0)).toBe(true);
  expect(readFileSync(folder.summary, 'utf8')).toContain('stem.conv');
  expect(readFileSync(folder.log, 'utf8')).toMatch(/training: 3 epochs of 5 steps.*epoch 3: loss.*finished/s);
  expect(readdirSync(folder.tensorboard)).toHaveLength(1);
  expect(JSON.parse(readFileSync(folder.environment, 'utf8')).versions.tensorflow).toMatch(/^\d+\.\d+/);
  expect(readdirSync(folder.path).sort()).toEqual([
    'checkpoints',
    'confusion',
    'environment.json',
    'graph.json',
    'log.txt',
    'metrics.jsonl',
    'run.json',
    'summary.txt',
    'tensorboard',
  ]);
  const phases = events.flatMap((event) =>
    event.type === 'progress' ? [inEnglish(event.progress.phase)] : [],
  );
  expect(phases).toEqual(expect.arrayContaining(['compiling the network', 'loading images']));
  const sent = events.flatMap((event) => (event.type === 'step' ? [event.metrics.step] : []));
  expect(sent).toEqual(expect.arrayContaining([5, 10, 15]));
});

test('the same seed gives the same metrics, another seed others', async () => {
  const { runs } = await train(request({}, { seeds: [7, 8] }));
  const again = await train(request({}, { seeds: [7] }));
  const numbers = async (id: string) => {
    const { steps, epochs } = await services.runs.metrics(id);
    return {
      steps: steps.map(({ loss, accuracy }) => [loss, accuracy]),
      epochs: epochs.map(({ loss, accuracy, valLoss, valAccuracy }) => [
        loss,
        accuracy,
        valLoss,
        valAccuracy,
      ]),
    };
  };
  const first = await numbers(runs[0]!.id);
  expect(first.steps).toHaveLength(10);
  expect(await numbers(again.runs[0]!.id)).toEqual(first);
  expect((await numbers(runs[1]!.id)).steps).not.toEqual(first.steps);
});

test('a stop ends the run at a batch, drops the queued one, and keeps the steps so far', async () => {
  const study = request({ epochs: 500, trainLimit: 200, batchSize: 4 }, { seeds: [1, 2] });
  let stopping: Promise<void> | undefined;
  const { runs } = await train(study, (event) => {
    if (event.type === 'step') stopping ??= services.training.stop();
  });
  await stopping;
  expect(runs.map((run) => run.state)).toEqual(['stopped', 'stopped']);
  const { steps } = await services.runs.metrics(runs[0]!.id);
  expect(steps.length).toBeGreaterThan(0);
  expect(steps.length).toBeLessThan(500 * 50);
  expect(services.training.status().active).toBe(false);
});

test('a worker that is killed leaves a readable, interrupted run, and the queue goes on', async () => {
  const study = request({ epochs: 500 }, { seeds: [1, 2] });
  const launched = services.workers.length;
  let epochs = 0;
  const { runs } = await train(study, (event) => {
    if (event.type !== 'epoch') return;
    epochs++;
    // The second run is asked to stop as soon as it has shown that it trains.
    if (services.workers.length > launched + 1) void services.training.stop();
    else if (epochs === 2) process.kill(services.workers[launched]!.pid!, 'SIGKILL');
  });
  const [killed, next] = runs;
  expect(killed).toMatchObject({ state: 'interrupted' });
  expect(killed!.error).toMatch(/ended unexpectedly by SIGKILL/);
  expect(readdirSync(services.runs.folder(killed!.id).path)).not.toContain('compiled');
  expect(killed!.epochs.length).toBeGreaterThanOrEqual(2);
  expect(killed!.checkpointEpoch).toBeGreaterThanOrEqual(2);
  const { steps, epochs: lines } = await services.runs.metrics(killed!.id);
  expect(lines).toEqual(killed!.epochs);
  expect(steps.length).toBeGreaterThanOrEqual(10);
  expect((await services.runs.chosen(killed!.id)).tensors.has('head.dense/kernel')).toBe(true);
  expect((await services.runs.list()).map((run) => run.id)).toContain(killed!.id);
  expect(next!.state).toBe('stopped');
  expect(next!.epochs.length).toBeGreaterThan(0);
});

test('a training that diverges fails, and says what to try', async () => {
  const { runs } = await train(request({ learningRate: 1000, clipnorm: null, epochs: 30 }));
  expect(runs[0]).toMatchObject({ state: 'failed', diverged: true });
  expect(runs[0]!.error).toMatch(
    / became \S+ in epoch \d+ at step \d+: training has diverged\. Try a smaller/,
  );
});

test('a worker whose host is gone ends by itself', async () => {
  // A host that starts a worker, tells its id, and dies as soon as the worker listens.
  const script = `const worker = require('child_process').fork(process.argv[1]);
    console.log(worker.pid);
    worker.on('message', () => process.kill(process.pid, 'SIGKILL'));`;
  const host = spawn(process.execPath, ['-e', script, bundledWorker()], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const pid = await new Promise<number>((resolve) =>
    host.stdout.once('data', (text) => resolve(Number(text))),
  );
  for (let waited = 0; isRunning(pid) && waited < 20_000; waited += 100) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(isRunning(pid)).toBe(false);
});

test('a worker whose thread is blocked, as TensorFlow blocks it, beats all the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-beat-'));
  const preload = join(folder, 'block.cjs');
  // In the main thread alone: threads inherit what is preloaded. It never wakes.
  writeFileSync(
    preload,
    `const { isMainThread } = require('node:worker_threads');
     if (isMainThread) setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 500);`,
  );
  const worker = fork(bundledWorker(), [], {
    execArgv: ['--require', preload],
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  });
  try {
    let beats = 0;
    await new Promise<void>((resolve) => {
      worker.stdout?.on('data', (bytes: Buffer) => {
        beats += bytes.filter((byte) => byte === 0x16).length;
        // The third is seconds after the thread was blocked.
        if (beats >= 3) resolve();
      });
    });
    expect(isRunning(worker.pid!)).toBe(true);
  } finally {
    worker.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
