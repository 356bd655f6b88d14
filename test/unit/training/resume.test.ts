/** The service beyond a study's first training: pause, resume, extend, restart. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EpochMetrics, RunRecord } from '../../../core/study/run';
import { scheduleSchema } from '../../../core/study/schedule';
import { studyRequestSchema, trainingSettingsSchema } from '../../../core/study/settings';
import { readCheckpoint, writeCheckpoint } from '../../../main/runs/checkpoints';
import { RunStore } from '../../../main/runs/store';
import { TrainingService } from '../../../main/training/host/trainer';
import { tinyGraph } from '../runs/support';
import { checkpointMessage, epochMessage, type FakeWorker, fakeLauncher } from './fake-worker';
import { engine, manifest } from './trainer-support';

let root: string;
let runs: RunStore;
let service: TrainingService;
let workers: FakeWorker[];
let identity: { digest: string; fingerprint: string };
/** What the next workers do when they get their job. */
let work: (worker: FakeWorker) => void | Promise<void>;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-resume-'));
  runs = new RunStore({ root });
  identity = { digest: 'd1', fingerprint: 'f1' };
  const launcher = fakeLauncher((worker, { type }) => {
    if (type === 'train') void work(worker);
    else {
      worker.say({ type: 'ended', state: 'stopped' });
      worker.exit();
    }
  });
  workers = launcher.workers;
  service = new TrainingService({
    runs,
    datasets: {
      manifest: async () => manifest,
      folder: String,
      identity: async () => identity,
      use: async () => async () => undefined,
    },
    ensureEngine: async () => engine,
    launch: launcher.launch,
    entry: 'worker.cjs',
    app: { version: '1.2.3', host: 'test' },
    attempts: 1,
  });
});
afterEach(async () => {
  await service.close();
  rmSync(root, { recursive: true, force: true });
});

const weights = (value: number) =>
  new Map([
    ['dense/kernel', { shape: [4, 3], data: new Float32Array(12).fill(value) }],
    ['dense/bias', { shape: [3], data: new Float32Array(3).fill(value) }],
    ['dense/bias/momentum', { shape: [3], data: new Float32Array(3) }],
    ['.data/mean', { shape: [1], data: new Float32Array(1).fill(value) }],
    ['.data/deviation', { shape: [1], data: new Float32Array(1).fill(value) }],
  ]);

/** The folder and the messages of a worker after this many epochs of eight steps. */
async function trainTo(worker: FakeWorker, epochs: number, from = 0): Promise<void> {
  const { checkpoints, metrics } = runs.folder(worker.job.runFolder.split('/').at(-1)!);
  worker.say({ type: 'started', stepsPerEpoch: 8 });
  for (let epoch = from + 1; epoch <= epochs; epoch++) {
    const message = epochMessage(epoch) as { metrics: EpochMetrics; type: 'epoch' };
    appendFileSync(metrics, `${JSON.stringify(message.metrics)}\n`);
    await writeCheckpoint(checkpoints, weights(epoch), { epoch, step: 8 * epoch });
    worker.say(checkpointMessage(epoch, 8 * epoch), message);
  }
}
const finish = (worker: FakeWorker, early?: { epoch: number; metric: string }): void => {
  worker.say({ type: 'ended', state: 'finished', ...(early ? { early } : {}) });
  worker.exit();
};
const die = (worker: FakeWorker): void => worker.exit({ code: null, signal: 'SIGKILL' });

const request = (arms = ['one']) =>
  studyRequestSchema.parse({
    name: 'Shortcuts',
    arms: arms.map((name) => ({ name, graph: tinyGraph(name) })),
    settings: { dataset: 'shapes', epochs: 3 },
    seeds: [1],
  });

/** Until nothing trains; `each` acts on a run's state. */
async function settle(begin: () => Promise<unknown>, each: (run: RunRecord) => void = () => undefined) {
  const events = service.events();
  await begin();
  for await (const event of events) {
    if (event.type === 'run') each(event.run);
    if (event.type === 'idle') break;
  }
  return service.status().runs;
}
const withoutTimes = ({ changes }: RunRecord) => changes.map(({ at, ...change }) => change);

test('pause puts the running run and the queued ones aside; resume goes on with them, and records it', async () => {
  work = (worker) => trainTo(worker, 1);
  let paused: Promise<void> | undefined;
  const aside = await settle(
    () => service.start(request(['one', 'two'])),
    ({ epochs }) => {
      if (epochs.length === 1) paused ??= service.pause();
    },
  );
  await paused;
  expect(aside.map((run) => [run.arm, run.state, run.checkpointEpoch, withoutTimes(run)])).toEqual([
    ['one', 'paused', 1, [{ type: 'paused', step: 8 }]],
    ['two', 'paused', 0, []],
  ]);
  expect(service.status().active).toBe(false);
  expect(await runs.get(aside[0]!.id)).toMatchObject({ state: 'paused' });

  work = async (worker) => {
    await trainTo(worker, 3, worker.job.graph.name === 'one' ? 1 : 0);
    finish(worker);
  };
  const ended = await settle(() => service.resume(aside.map(({ id }) => id)));
  expect(ended.map((run) => [run.state, run.epochs.map(({ epoch }) => epoch), withoutTimes(run)])).toEqual([
    [
      'finished',
      [1, 2, 3],
      [
        { type: 'paused', step: 8 },
        { type: 'resumed', step: 8 },
      ],
    ],
    ['finished', [1, 2, 3], []],
  ]);
  expect(ended[0]!.startedAt).toBe(aside[0]!.startedAt);
  expect(service.status().studyId).toBe(aside[0]!.studyId);
});

async function killedAfter(epochs: number): Promise<RunRecord> {
  work = async (worker) => {
    await trainTo(worker, epochs);
    die(worker);
  };
  const [run] = await settle(() => service.start(request()));
  expect(run).toMatchObject({ state: 'interrupted', checkpointEpoch: epochs });
  return run!;
}

test('an interrupted run is resumed: its error is forgotten, later metrics do not count', async () => {
  const { id } = await killedAfter(2);
  // The worker had synced the third epoch's metrics, but not its checkpoint.
  const third = (epochMessage(3) as { metrics: EpochMetrics }).metrics;
  appendFileSync(runs.folder(id).metrics, `${JSON.stringify(third)}\n`);
  work = async (worker) => {
    await trainTo(worker, 3, 2);
    finish(worker);
  };
  const [run] = await settle(() => service.resume([id, id]));
  expect(run).toMatchObject({ id, state: 'finished' });
  expect(run!.error).toBeUndefined();
  expect(run!.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
  expect(withoutTimes(run!)).toEqual([{ type: 'resumed', step: 16 }]);
  expect(workers).toHaveLength(2);
});

describe('a run is not resumed', () => {
  test('when it has finished', async () => {
    work = async (worker) => {
      await trainTo(worker, 3);
      finish(worker);
    };
    const [run] = await settle(() => service.start(request()));
    await expect(service.resume([run!.id])).rejects.toThrow(
      /has finished its 3 epochs\. To train it further, extend it/,
    );
  });

  test('when the data set is another', async () => {
    const { id } = await killedAfter(1);
    // The same files in another order, for one: what older versions looked at has not changed.
    identity = { digest: 'd2', fingerprint: 'f1' };
    await expect(service.resume([id])).rejects.toThrow(
      /The images of Shapes have been replaced .+: their digest was d1 and is now d2/,
    );
    expect(await runs.get(id)).toMatchObject({ state: 'interrupted' });
  });

  test('when the data set is another, of a run that an older version made', async () => {
    const { id, split } = await killedAfter(1);
    await runs.update(id, { split: { ...split!, digest: undefined } });
    identity = { digest: 'd1', fingerprint: 'f2' };
    await expect(service.resume([id])).rejects.toThrow(
      /images of Shapes have been replaced .+: their fingerprint was f1 and is now f2/,
    );
  });

  test('when its newest checkpoint is damaged', async () => {
    const { id } = await killedAfter(2);
    const path = join(runs.folder(id).checkpoints, 'epoch-0002.safetensors');
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(7, bytes.length - 4));
    await expect(service.resume([id])).rejects.toThrow(/epoch-0002\.safetensors is damaged.*checksum/);
    expect(await runs.get(id)).toMatchObject({ state: 'interrupted' });
    expect(service.status().active).toBe(false);
  });

  test('when there is no such run', async () => {
    await expect(service.resume(['no'])).rejects.toThrow(/There is no run "no"/);
  });
});

test('a finished run is extended, and one that early stopping ended waits from the start', async () => {
  work = async (worker) => {
    await trainTo(worker, 2);
    finish(worker, { epoch: 2, metric: 'valLoss' });
  };
  const [run] = await settle(() => service.start(request()));
  expect(withoutTimes(run!)).toEqual([{ type: 'stopped-early', epoch: 2, metric: 'valLoss' }]);
  await expect(service.resume([run!.id])).rejects.toThrow(/was stopped early, after 2 of 3 epochs/);
  work = async (worker) => {
    await trainTo(worker, 4, 2);
    finish(worker);
  };
  const [extended] = await settle(() => service.extend(run!.id, 2));
  expect(extended).toMatchObject({ id: run!.id, state: 'finished', settings: { epochs: 4 } });
  expect(withoutTimes(extended!).slice(1)).toEqual([
    {
      type: 'extended',
      from: 2,
      to: 4,
      rate: { type: 'keep' },
      learningRates: { before: 0.01, after: 0.01 },
    },
    { type: 'resumed', step: 16 },
  ]);
  expect(workers[1]!.job).toMatchObject({ settings: { epochs: 4 }, restartsWaitingAt: [2, 2] });
  await expect(service.extend(run!.id, 10_000)).rejects.toThrow(
    /A run can have 1 to 10,000 epochs\. Received: 10,004/,
  );
});

describe('the learning rate of a run that is extended', () => {
  const cosine = async (floor: number) => {
    work = async (worker) => {
      await trainTo(worker, 3);
      finish(worker);
    };
    const { settings, ...rest } = request();
    const [run] = await settle(() =>
      service.start({
        ...rest,
        settings: { ...settings, schedule: scheduleSchema.parse({ type: 'cosine', floor }) },
      }),
    );
    work = async (worker) => {
      await trainTo(worker, 5, 3);
      finish(worker);
    };
    return run!;
  };

  test('is held at the end of its schedule, where nothing else is asked for, and so recorded', async () => {
    const { id } = await cosine(0.1);
    const [run] = await settle(() => service.extend(id, 2));
    expect(run!.settings).toMatchObject({
      epochs: 5,
      extensions: [{ step: 24, planned: 3, after: 3, rate: { type: 'keep' } }],
    });
    expect(withoutTimes(run!)[0]).toMatchObject({ type: 'extended', from: 3, to: 5, rate: { type: 'keep' } });
    expect(workers[1]!.job.settings).toEqual(run!.settings);
    // A restart begins from the first epoch.
    const [again] = await settle(() => service.restart(id, 'last', run!.settings));
    expect(again!.settings).toMatchObject({ epochs: 5, extensions: [] });
  });

  test('is not held at 0', async () => {
    const run = await cosine(0);
    await expect(service.extend(run.id, 2)).rejects.toThrow(
      /The cosine schedule of run ".+" ends at a learning rate of 0.+Stretch the schedule/,
    );
    expect(await runs.get(run.id)).toEqual(run);
    const [stretched] = await settle(() => service.extend(run.id, 2, { type: 'stretch' }));
    const change = withoutTimes(stretched!)[0] as { learningRates: { before: number; after: number } };
    expect(change).toMatchObject({ type: 'extended', rate: { type: 'stretch' } });
    expect(change.learningRates.before).toBeLessThan(0.0001);
    expect(change.learningRates.after).toBeCloseTo(0.005 * (1 + Math.cos((Math.PI * 24) / 40)), 12);
  });
});

test('a restart is a new run that begins with the weights of a checkpoint, slots left behind', async () => {
  const { id, studyId } = await killedAfter(2);
  work = async (worker) => {
    await trainTo(worker, 1);
    finish(worker);
  };
  const settings = trainingSettingsSchema.parse({ dataset: 'shapes', epochs: 1, seed: 5 });
  const [run] = await settle(() => service.restart(id, 'best', settings));
  expect(run).toMatchObject({ state: 'finished', arm: 'one', studyName: 'Shortcuts, restarted', settings });
  expect(run!.studyId).not.toBe(studyId);
  const { epoch, step } = (await runs.chosen(id, 'best')).checkpoint;
  expect(run!.startedFrom).toEqual({ runId: id, epoch, step });
  const initial = await readCheckpoint(runs.folder(run!.id).checkpoints, 'initial.safetensors');
  expect([...initial.keys()]).toEqual(['dense/kernel', 'dense/bias']);
  expect(initial.get('dense/bias')?.data[0]).toBe(epoch);
  expect(await runs.get(id)).toMatchObject({ state: 'interrupted' });
  await expect(service.restart('no', 'last', settings)).rejects.toThrow(/There is no run "no"/);
});

describe('a restarted run normalizes images by', () => {
  const restarted = async (before: string, after: string, change: () => void = () => undefined) => {
    work = async (worker) => {
      await trainTo(worker, 3);
      finish(worker);
    };
    const { settings, ...rest } = request();
    const of = (normalization: string) => trainingSettingsSchema.parse({ ...settings, normalization });
    const [run] = await settle(() => service.start({ ...rest, settings: of(before) }));
    change();
    const changed = { ...of(after), trainLimit: 100, valLimit: 50 };
    const [next] = await settle(() => service.restart(run!.id, 'last', changed));
    const initial = await readCheckpoint(runs.folder(next!.id).checkpoints, 'initial.safetensors');
    const names = [...initial.keys()].filter((name) => name.startsWith('.data/'));
    return [next!.startedFrom?.statistics, names];
  };

  test("the checkpoint's statistics, whatever subset it sees", async () => {
    expect(await restarted('per-channel', 'per-channel')).toEqual([
      'checkpoint',
      ['.data/mean', '.data/deviation'],
    ]);
    expect(await restarted('per-pixel-mean', 'per-pixel-mean')).toEqual(['checkpoint', ['.data/mean']]);
  });

  test('its own, where the data set or the normalization is another', async () => {
    expect(await restarted('per-channel', 'per-pixel-mean')).toEqual(['other-normalization', []]);
    const drawnAnew = () => {
      identity = { digest: 'd2', fingerprint: 'f2' };
    };
    expect(await restarted('per-channel', 'per-channel', drawnAnew)).toEqual(['other-data', []]);
  });

  test('nothing, where none is asked for', async () => {
    expect(await restarted('per-channel', 'none')).toEqual([undefined, []]);
  });
});
