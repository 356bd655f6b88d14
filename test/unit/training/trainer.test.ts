import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrainingEvent } from '../../../core/contract/training';
import { type StudyRequest, studyRequestSchema } from '../../../core/study/settings';
import { Refusal } from '../../../main/basics/refusal';
import { RunStore } from '../../../main/runs/store';
import type { PlanOptions } from '../../../main/training/host/plan';
import { type TrainingOptions, TrainingService } from '../../../main/training/host/trainer';
import { tinyGraph } from '../runs/support';
import { checkpointMessage, epochMessage, type FakeWorker, fakeLauncher } from './fake-worker';
import { engine, manifest } from './trainer-support';

let root: string;
let runs: RunStore;
let service: TrainingService;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-trainer-'));
  runs = new RunStore({ root });
});
afterEach(async () => {
  await service.close();
  rmSync(root, { recursive: true, force: true });
});

const datasetsOf = (change: Partial<PlanOptions['datasets']>): PlanOptions['datasets'] => ({
  manifest: async () => manifest,
  folder: (id) => `/data/${id}`,
  identity: async () => ({ digest: 'd1', fingerprint: 'f1' }),
  use: async () => async () => undefined,
  ...change,
});

function make(change: Partial<TrainingOptions> & Pick<TrainingOptions, 'launch'>): TrainingService {
  service = new TrainingService({
    runs,
    datasets: datasetsOf({}),
    ensureEngine: async () => engine,
    entry: 'worker.cjs',
    app: { version: '1.2.3', host: 'test' },
    closingGrace: 300,
    ...change,
  });
  return service;
}

function request(change: Partial<StudyRequest> = {}, arms = ['residual', 'plain']): StudyRequest {
  return studyRequestSchema.parse({
    name: 'Shortcuts',
    arms: arms.map((name) => ({ name, graph: tinyGraph(name) })),
    settings: { dataset: 'shapes', trainLimit: 2000 },
    seeds: [1],
    ...change,
  });
}

/** Trains one epoch and ends well. */
function diligent(worker: FakeWorker): void {
  worker.say({ type: 'started', stepsPerEpoch: 8 });
  worker.print('a word of TensorFlow\n');
  worker.say(epochMessage(1), checkpointMessage(1, 8), { type: 'ended', state: 'finished' });
  worker.exit();
}

/** Collects until `idle`; the names of run states come as "arm: state". */
async function untilIdle(events: AsyncIterable<TrainingEvent>): Promise<TrainingEvent[]> {
  const found: TrainingEvent[] = [];
  for await (const event of events) {
    found.push(event);
    if (event.type === 'idle') break;
  }
  return found;
}
const states = (events: TrainingEvent[]): string[] =>
  events
    .flatMap((event) =>
      event.type === 'run' ? [`${event.run.arm} ${event.run.settings.seed}: ${event.run.state}`] : [],
    )
    .filter((state, index, all) => state !== all[index - 1]);

test('arms times seeds, one after the other, each in a worker of its own', async () => {
  const { launch, workers } = fakeLauncher((worker, { type }) => type === 'train' && diligent(worker));
  make({ launch });
  const events = untilIdle(service.events());
  const { studyId, runIds } = await service.start(request({ seeds: [1, 2] }));
  expect(service.status()).toMatchObject({ studyId, active: true });
  const all = await events;
  expect(states(all)).toEqual([
    ...['residual 1', 'residual 2', 'plain 1', 'plain 2'].map((run) => `${run}: queued`),
    ...['residual 1', 'residual 2', 'plain 1', 'plain 2'].flatMap((run) =>
      ['preparing', 'running', 'finished'].map((state) => `${run}: ${state}`),
    ),
  ]);
  expect(all.filter((event) => event.type === 'epoch').map((event) => event.runId)).toEqual(runIds);
  expect(workers.map((worker) => worker.job.settings.seed)).toEqual([1, 2, 1, 2]);
  expect(workers[2]?.job).toMatchObject({ datasetFolder: '/data/shapes', engine, graph: { name: 'plain' } });
  expect(workers[0]?.options).toEqual({ entry: 'worker.cjs', env: { TF_X: '1' } });
  const status = service.status();
  expect(status.active).toBe(false);
  expect(status.runs.map((run) => run.id)).toEqual(runIds);
  const [run] = status.runs;
  expect(await runs.get(run!.id)).toEqual(run);
  expect(run).toMatchObject({
    studyId,
    state: 'finished',
    stepsPerEpoch: 8,
    checkpointEpoch: 1,
    epochs: [{ epoch: 1, loss: 1 }],
    network: { variant: 'plain' },
    split: {
      trainCount: 2000,
      valCount: 1000,
      description:
        'trained on 5,000 drawn images, validated on 1,000 others; of these only the first 2,000 training images',
    },
  });
  expect(status.runs.map((one) => one.color)).toEqual([0, 1, 2, 3]);
  const folder = runs.folder(run!.id);
  expect(readFileSync(folder.log, 'utf8')).toBe('a word of TensorFlow\n');
  expect(existsSync(folder.owner)).toBe(false);
  expect(JSON.parse(readFileSync(folder.environment, 'utf8'))).toMatchObject({
    versions: { skipwire: '1.2.3', tensorflow: '9.9.9' },
    device: 'cpu',
    host: 'test',
  });
});

describe('a study that cannot be trained is refused before anything is made', () => {
  const wrong = tinyGraph('wrong');
  wrong.edges.pop();
  const wide = tinyGraph('wide');
  wide.nodes[2]!.params.units = 4;
  const large = tinyGraph('large');
  large.nodes[0]!.params.shape = [8, 8, 2];
  test.each<[string, StudyRequest, RegExp]>([
    [
      'an unsound graph',
      request({ arms: [{ name: 'wrong', graph: wrong }] }),
      /"wrong" cannot be trained:\n {2}/,
    ],
    [
      'another number of classes',
      request({ arms: [{ name: 'wide', graph: wide }] }),
      /dense: .*3 classes of Shapes\. Received: 4/,
    ],
    [
      'channels that its images cannot have',
      request({ arms: [{ name: 'large', graph: large }] }),
      /input: .*a height, a width, and 1 or 3 channels.*Shapes \(2×2×1\).*Received: 8×8×2/,
    ],
    [
      'one name twice',
      request({}, ['a', 'a']),
      /Each arm of a study needs its own name\. Received: "a" twice/,
    ],
    ['one seed twice', request({ seeds: [3, 3] }), /A seed can appear only once.*Received: 3 twice/],
  ])('%s', async (_what, study, reason) => {
    make({ launch: fakeLauncher(diligent).launch });
    await expect(service.start(study)).rejects.toThrow(Refusal);
    await expect(service.start(study)).rejects.toThrow(reason);
    expect(readdirSync(root)).toEqual([]);
    expect(service.status()).toEqual({ active: false, runs: [] });
  });

  test('a data set that is not here', async () => {
    const manifestOf = async () => {
      throw new Refusal('CIFAR-10 is not on this machine yet.');
    };
    make({ launch: fakeLauncher(diligent).launch, datasets: datasetsOf({ manifest: manifestOf }) });
    await expect(service.start(request())).rejects.toThrow(/not on this machine yet/);
    expect(readdirSync(root)).toEqual([]);
  });
});

test('a second study is refused while one trains, and its running run is not removed', async () => {
  const { launch } = fakeLauncher((worker, { type }) => {
    if (type === 'train') worker.say({ type: 'started', stepsPerEpoch: 8 });
    else {
      worker.say({ type: 'ended', state: 'stopped' });
      worker.exit();
    }
  });
  make({ launch });
  const { runIds } = await service.start(request());
  await expect(service.start(request())).rejects.toThrow(/already being trained/);
  await expect(runs.remove(runIds[0]!)).rejects.toThrow(/Stop it before you delete it/);
  await expect(runs.remove(runIds[1]!)).rejects.toThrow(/is queued by .+ Stop it before you delete it/);
  await service.stop();
  await runs.remove(runIds[0]!);
});

test('stop ends the running run at its next batch and drops the queued ones', async () => {
  const { launch, workers } = fakeLauncher((worker, { type }) => {
    if (type === 'train') worker.say({ type: 'started', stepsPerEpoch: 8 });
    if (type === 'stop') {
      worker.say({ type: 'ended', state: 'stopped' });
      worker.exit();
    }
  });
  make({ launch });
  const events = service.events();
  await service.start(request());
  for await (const event of events) if (event.type === 'run' && event.run.state === 'running') break;
  await service.stop();
  expect(service.status().active).toBe(false);
  expect(service.status().runs.map((run) => run.state)).toEqual(['stopped', 'stopped']);
  expect(workers).toHaveLength(1);
});

test('a killed worker marks its run interrupted; the queue goes on and the service stays usable', async () => {
  let launched = 0;
  const { launch } = fakeLauncher((worker) => {
    if (++launched > 1) diligent(worker);
    else {
      worker.say({ type: 'started', stepsPerEpoch: 8 });
      worker.exit({ code: null, signal: 'SIGKILL' });
    }
  });
  make({ launch });
  let events = untilIdle(service.events());
  await service.start(request());
  await events;
  expect(service.status().runs.map((run) => run.state)).toEqual(['interrupted', 'finished']);
  expect(service.status().runs[0]?.error).toMatch(/ended unexpectedly by SIGKILL/);
  events = untilIdle(service.events());
  await service.start(request({}, ['again']));
  await events;
  expect(service.status().runs.map((run) => run.state)).toEqual(['finished']);
});

test('a failure is the end of its run only, with its message', async () => {
  let launched = 0;
  const { launch } = fakeLauncher((worker) => {
    if (++launched > 1) diligent(worker);
    else {
      worker.say({ type: 'failed', message: 'The loss became NaN.', diverged: true });
      worker.exit({ code: 1 });
    }
  });
  make({ launch });
  const events = untilIdle(service.events());
  await service.start(request());
  await events;
  expect(service.status().runs.map(({ state, error, diverged }) => [state, error, diverged])).toEqual([
    ['failed', 'The loss became NaN.', true],
    ['finished', undefined, undefined],
  ]);
  // Taken up again it has not diverged, until it does.
  const again = untilIdle(service.events());
  await service.resume([service.status().runs[0]!.id]);
  await again;
  expect(service.status().runs.map(({ state, error, diverged }) => [state, error, diverged])).toEqual([
    ['finished', undefined, undefined],
  ]);
});

test('a worker that ends before it listens has failed, with its own words', async () => {
  const { launch } = fakeLauncher(() => undefined);
  make({
    launch: (options) => {
      const worker = launch(options) as FakeWorker;
      worker.say = () => undefined;
      setImmediate(() => {
        worker.print("Error: Cannot find module 'worker.cjs'\n");
        worker.exit({ code: 1 });
      });
      return worker;
    },
  });
  const events = untilIdle(service.events());
  await service.start(request({}, ['one']));
  await events;
  expect(service.status().runs[0]).toMatchObject({
    state: 'failed',
    error: "The training worker did not start: Error: Cannot find module 'worker.cjs'.",
  });
});

test('a worker that does not end after its last word is ended', async () => {
  const { launch, workers } = fakeLauncher((worker) => worker.say({ type: 'ended', state: 'finished' }));
  make({ launch });
  const events = untilIdle(service.events());
  await service.start(request({}, ['one']));
  await events;
  expect(workers[0]?.killed).toBe(true);
  expect(service.status().runs[0]?.state).toBe('finished');
});

test('an engine that cannot be had fails every run with the reason, and is asked for once', async () => {
  let asked = 0;
  make({
    launch: fakeLauncher(diligent).launch,
    ensureEngine: async ({ onProgress }) => {
      asked++;
      onProgress({ phase: 'downloading', fraction: 0.5 });
      throw new Refusal('No C++ compiler.');
    },
  });
  const events = untilIdle(service.events());
  const { runIds } = await service.start(request());
  expect((await events).filter((event) => event.type === 'progress')).toEqual([
    { type: 'progress', runId: runIds[0], progress: { phase: 'downloading', fraction: 0.5 } },
  ]);
  expect(service.status().runs.map(({ state, error }) => [state, error])).toEqual([
    ['failed', 'No C++ compiler.'],
    ['failed', 'No C++ compiler.'],
  ]);
  expect(asked).toBe(1);
});

test('runs of a study see the same images: a set that was drawn again meanwhile ends the rest', async () => {
  let identity = { digest: 'd1', fingerprint: 'f1' };
  const { launch } = fakeLauncher((worker) => {
    identity = { digest: 'd2', fingerprint: 'f2' };
    diligent(worker);
  });
  make({ launch, datasets: datasetsOf({ identity: async () => identity }) });
  const events = untilIdle(service.events());
  await service.start(request());
  await events;
  expect(service.status().runs.map((run) => run.state)).toEqual(['finished', 'failed']);
  expect(service.status().runs[1]?.error).toMatch(
    /images of Shapes have been replaced .+: their digest was d1 and is now d2/,
  );
});

test('the same images imported again change nothing for a study; they are in use until it ends', async () => {
  let importedAt = manifest.importedAt;
  const uses: string[] = [];
  const { launch } = fakeLauncher((worker) => {
    importedAt = '2026-02-02T00:00:00.000Z';
    diligent(worker);
  });
  const datasets = datasetsOf({
    manifest: async () => ({ ...manifest, importedAt }),
    use: async (id, by) => {
      uses.push(`${id}: ${by.length}`);
      return async () => void uses.push('ended');
    },
  });
  make({ launch, datasets });
  const events = untilIdle(service.events());
  const { runIds } = await service.start(request());
  expect(uses).toEqual(['shapes: 2']);
  await events;
  expect(service.status().runs.map((run) => run.state)).toEqual(['finished', 'finished']);
  expect(uses).toEqual(['shapes: 2', 'ended']);
  expect((await runs.get(runIds[0]!)).split).toMatchObject({ digest: 'd1', fingerprint: 'f1' });
});

test('a stop while the engine is being fetched cancels that', async () => {
  make({
    launch: fakeLauncher(diligent).launch,
    ensureEngine: ({ signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  });
  await service.start(request());
  await service.stop();
  expect(service.status().runs.map((run) => run.state)).toEqual(['stopped', 'stopped']);
});

test('closing ends a worker, and its run counts as interrupted', async () => {
  const { launch } = fakeLauncher((worker, { type }) => {
    if (type === 'train') worker.say({ type: 'started', stepsPerEpoch: 8 });
    else {
      worker.say({ type: 'ended', state: 'stopped' });
      worker.exit();
    }
  });
  const note = jest.fn(async () => undefined);
  make({ launch, unfinished: { note } });
  const events = service.events();
  const { runIds } = await service.start(request());
  for await (const event of events) if (event.type === 'run' && event.run.state === 'running') break;
  await service.close();
  expect(service.status().runs.map((run) => run.state)).toEqual(['interrupted', 'interrupted']);
  expect(service.status().runs[0]?.error).toMatch(/was closed/);
  expect(note.mock.calls).toEqual([[runIds]]);
  await expect(service.start(request())).rejects.toThrow(/closing/);
});

test('closing with a pause puts all runs aside as paused, to be offered at the next start', async () => {
  const { launch } = fakeLauncher((worker, { type }) => {
    if (type === 'train') worker.say({ type: 'started', stepsPerEpoch: 8 });
    else {
      worker.say({ type: 'ended', state: 'stopped' });
      worker.exit();
    }
  });
  const note = jest.fn(async () => undefined);
  make({ launch, unfinished: { note } });
  const events = service.events();
  const { runIds } = await service.start(request());
  for await (const event of events) if (event.type === 'run' && event.run.state === 'running') break;
  await service.close({ pause: true });
  expect(service.status().runs.map((run) => run.state)).toEqual(['paused', 'paused']);
  expect(note.mock.calls).toEqual([[runIds]]);
});

test('closing with a pause kills a worker that does not answer in time: its run is interrupted', async () => {
  const { launch, workers } = fakeLauncher((worker, { type }) => {
    if (type === 'train') worker.say({ type: 'started', stepsPerEpoch: 8 });
  });
  make({ launch, closingGrace: 3_600_000 });
  const events = service.events();
  await service.start(request({}, ['one']));
  for await (const event of events) if (event.type === 'run' && event.run.state === 'running') break;
  await service.close({ pause: true, grace: 10 });
  expect(workers[0]?.killed).toBe(true);
  expect(service.status().runs[0]?.state).toBe('interrupted');
});

test('closing kills a worker that does not answer', async () => {
  const { launch, workers } = fakeLauncher((worker, { type }) => {
    if (type === 'train') worker.say({ type: 'started', stepsPerEpoch: 8 });
  });
  make({ launch });
  const events = service.events();
  await service.start(request({}, ['one']));
  for await (const event of events) if (event.type === 'run' && event.run.state === 'running') break;
  await service.close();
  expect(workers[0]?.received.map((message) => message.type)).toEqual(['train', 'stop']);
  expect(workers[0]?.killed).toBe(true);
  expect(service.status().runs[0]?.state).toBe('interrupted');
});

describe('images that a GPU holds', () => {
  const onGpu = { ensureEngine: async () => ({ ...engine, device: 'gpu' as const }) };
  const memory = (available: number | undefined) => ({
    deviceMemory: async () => ({ device: 'gpu' as const, available }),
  });
  /** 2000 + 1000 images of 4 bytes. */
  const plenty = memory(1e12);
  const trained = async (change: Partial<TrainingOptions>, act: (worker: FakeWorker, at: number) => void) => {
    const launcher = fakeLauncher((worker, { type }) => {
      if (type === 'train') act(worker, launcher.workers.indexOf(worker));
    });
    make({ launch: launcher.launch, ...change });
    const events = untilIdle(service.events());
    await service.start(request({}, ['residual']));
    await events;
    return launcher.workers.map(({ job }) => job.residentImages);
  };
  const exhausted = (worker: FakeWorker) => {
    worker.say({ type: 'failed', message: 'The device ran out of memory.', outOfMemory: true });
    worker.exit({ code: 1 });
  };

  test('are so where they fit, and on no processor', async () => {
    expect(await trained({ ...onGpu, ...plenty }, diligent)).toEqual([true]);
    expect(await trained({ ...onGpu, ...memory(undefined) }, diligent)).toEqual([undefined]);
    expect(await trained({ ...onGpu, ...memory(1000) }, diligent)).toEqual([undefined]);
    expect(await trained(plenty, diligent)).toEqual([undefined]);
  });

  test('make way where memory runs out after all', async () => {
    const attempts = await trained({ ...onGpu, ...plenty }, (worker, at) =>
      at === 0 ? exhausted(worker) : diligent(worker),
    );
    expect(attempts).toEqual([true, undefined]);
    const [run] = service.status().runs;
    expect(run).toMatchObject({ state: 'finished', epochs: [{ epoch: 1 }] });
    expect(run!.error).toBeUndefined();
  });

  test('are tried without once', async () => {
    expect(await trained({ ...onGpu, ...plenty }, exhausted)).toEqual([true, undefined]);
    expect(service.status().runs[0]).toMatchObject({ state: 'failed' });
  });

  test('are not tried without where one asked to stop', async () => {
    const attempts = await trained({ ...onGpu, ...plenty }, (worker) => {
      void service.stop();
      exhausted(worker);
    });
    expect(attempts).toEqual([true]);
  });
});
