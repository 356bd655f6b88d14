/** The queue: runs of a study one after the other, and how each of them ends. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { TrainingEvent } from '../../../core/contract/training';
import type { StudyRequest } from '../../../core/study/settings';
import { Refusal } from '../../../main/basics/refusal';
import { tinyGraph } from '../runs/support';
import { type FakeWorker, fakeLauncher } from './fake-worker';
import { datasetsOf, diligent, request, testTrainer, untilIdle } from './trainer-harness';
import { engine, manifest } from './trainer-support';

const trainer = testTrainer();

/** "arm seed: state" */
const states = (events: TrainingEvent[]): string[] =>
  events
    .flatMap((event) =>
      event.type === 'run' ? [`${event.run.arm} ${event.run.settings.seed}: ${event.run.state}`] : [],
    )
    .filter((state, index, all) => state !== all[index - 1]);

test('arms times seeds, one after the other, each in a worker of its own', async () => {
  const { launch, workers } = fakeLauncher((worker, { type }) => type === 'train' && diligent(worker));
  trainer.make({ launch });
  const events = untilIdle(trainer.service.events());
  const { studyId, runIds } = await trainer.service.start(request({ seeds: [1, 2] }));
  expect(trainer.service.status()).toMatchObject({ studyId, active: true });
  const all = await events;
  const order = ['residual 1', 'residual 2', 'plain 1', 'plain 2'];
  const said = states(all);
  // The next is prepared while the end of the one before is written.
  expect(said.filter((state) => state.endsWith('preparing'))).toEqual(
    order.map((run) => `${run}: preparing`),
  );
  for (const run of order) {
    const its = ['queued', 'preparing', 'running', 'finished'].map((state) => `${run}: ${state}`);
    expect([...new Set(said.filter((state) => state.startsWith(run)))]).toEqual(its);
  }
  expect(all.filter((event) => event.type === 'epoch').map((event) => event.runId)).toEqual(runIds);
  expect(workers.map((worker) => worker.job.settings.seed)).toEqual([1, 2, 1, 2]);
  expect(workers[2]?.job).toMatchObject({ datasetFolder: '/data/shapes', engine, graph: { name: 'plain' } });
  expect(workers[0]?.options).toEqual({ entry: 'worker.cjs', env: { TF_X: '1' }, task: 'training' });
  const status = trainer.service.status();
  expect(status.active).toBe(false);
  expect(status.runs.map((run) => run.id)).toEqual(runIds);
  const [run] = status.runs;
  expect(await trainer.runs.get(run!.id)).toEqual(run);
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
  const folder = trainer.runs.folder(run!.id);
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
    trainer.make({ launch: fakeLauncher(diligent).launch });
    await expect(trainer.service.start(study)).rejects.toThrow(Refusal);
    await expect(trainer.service.start(study)).rejects.toThrow(reason);
    expect(readdirSync(trainer.root)).toEqual([]);
    expect(trainer.service.status()).toEqual({ active: false, runs: [] });
  });

  test('a data set that is not here', async () => {
    const manifestOf = async () => {
      throw new Refusal('CIFAR-10 is not on this machine yet.');
    };
    trainer.make({ launch: fakeLauncher(diligent).launch, datasets: datasetsOf({ manifest: manifestOf }) });
    await expect(trainer.service.start(request())).rejects.toThrow(/not on this machine yet/);
    expect(readdirSync(trainer.root)).toEqual([]);
  });
});

describe('a run whose worker is killed', () => {
  const dying = (times: number) => {
    let launched = 0;
    return fakeLauncher((worker) => {
      if (++launched > times) diligent(worker);
      else {
        worker.say({ type: 'started', stepsPerEpoch: 8 });
        worker.exit({ code: null, signal: 'SIGKILL' });
      }
    });
  };
  const train = async (times: number) => {
    const { launch, workers } = dying(times);
    trainer.make({ launch });
    const events = untilIdle(trainer.service.events());
    await trainer.service.start(request());
    await events;
    return workers.map(({ job }) => job.graph.name);
  };

  test('goes on in another worker; its record has the reason', async () => {
    expect(await train(1)).toEqual(['residual', 'residual', 'plain']);
    const [run] = trainer.service.status().runs;
    expect(run).toMatchObject({ state: 'finished', changes: [{ type: 'resumed', step: 0 }] });
    expect(run!.error).toBeUndefined();
    expect(run!.failures).toEqual([
      expect.objectContaining({ error: expect.stringMatching(/ended unexpectedly by SIGKILL/) }),
    ]);
  });

  test('is set aside after three times, and the others go on', async () => {
    expect(await train(3)).toEqual(['residual', 'residual', 'residual', 'plain']);
    const [run, other] = trainer.service.status().runs;
    expect([run!.state, other!.state]).toEqual(['interrupted', 'finished']);
    expect(run!.error).toMatch(/ended unexpectedly by SIGKILL/);
    expect(run!.failures).toHaveLength(3);
    const events = untilIdle(trainer.service.events());
    await trainer.service.resume([run!.id]);
    await events;
    const [again] = trainer.service.status().runs;
    expect(again!.state).toBe('finished');
    expect(again!.failures).toBeUndefined();
  });
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
  trainer.make({ launch });
  const events = untilIdle(trainer.service.events());
  await trainer.service.start(request());
  await events;
  expect(trainer.service.status().runs.map(({ state, error, diverged }) => [state, error, diverged])).toEqual(
    [
      ['failed', 'The loss became NaN.', true],
      ['finished', undefined, undefined],
    ],
  );
  // Taken up again it has not diverged, until it does.
  const again = untilIdle(trainer.service.events());
  await trainer.service.resume([trainer.service.status().runs[0]!.id]);
  await again;
  expect(trainer.service.status().runs.map(({ state, error, diverged }) => [state, error, diverged])).toEqual(
    [['finished', undefined, undefined]],
  );
});

test('a worker that ends before it listens has failed, with its own words', async () => {
  const { launch } = fakeLauncher(() => undefined);
  trainer.make({
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
  const events = untilIdle(trainer.service.events());
  await trainer.service.start(request({}, ['one']));
  await events;
  expect(trainer.service.status().runs[0]).toMatchObject({
    state: 'failed',
    error: "The training worker did not start: Error: Cannot find module 'worker.cjs'.",
  });
});

test('a worker that does not end after its last word is ended', async () => {
  const { launch, workers } = fakeLauncher((worker) => worker.say({ type: 'ended', state: 'finished' }));
  trainer.make({ launch });
  const events = untilIdle(trainer.service.events());
  await trainer.service.start(request({}, ['one']));
  await events;
  expect(workers[0]?.killed).toBe(true);
  expect(trainer.service.status().runs[0]?.state).toBe('finished');
});

test('an engine that cannot be had fails every run with the reason, and is asked for once', async () => {
  let asked = 0;
  trainer.make({
    launch: fakeLauncher(diligent).launch,
    ensureEngine: async ({ onProgress }) => {
      asked++;
      onProgress({ phase: 'downloading', fraction: 0.5 });
      throw new Refusal('No C++ compiler.');
    },
  });
  const events = untilIdle(trainer.service.events());
  const { runIds } = await trainer.service.start(request());
  expect((await events).filter((event) => event.type === 'progress')).toEqual([
    { type: 'progress', runId: runIds[0], progress: { phase: 'downloading', fraction: 0.5 } },
  ]);
  expect(trainer.service.status().runs.map(({ state, error }) => [state, error])).toEqual([
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
  trainer.make({ launch, datasets: datasetsOf({ identity: async () => identity }) });
  const events = untilIdle(trainer.service.events());
  await trainer.service.start(request());
  await events;
  expect(trainer.service.status().runs.map((run) => run.state)).toEqual(['finished', 'failed']);
  expect(trainer.service.status().runs[1]?.error).toMatch(
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
  trainer.make({ launch, datasets });
  const events = untilIdle(trainer.service.events());
  const { runIds } = await trainer.service.start(request());
  expect(uses).toEqual(['shapes: 2']);
  await events;
  expect(trainer.service.status().runs.map((run) => run.state)).toEqual(['finished', 'finished']);
  expect(uses).toEqual(['shapes: 2', 'ended']);
  expect((await trainer.runs.get(runIds[0]!)).split).toMatchObject({ digest: 'd1', fingerprint: 'f1' });
});
