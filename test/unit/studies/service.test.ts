/** What is left of a study: after it was moved, after its rule gave up an arm; and measuring beside a training. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseStudy } from '../../../core/ablation/read';
import type { Study } from '../../../core/ablation/study';
import type { DatasetInfo } from '../../../core/contract/datasets';
import { LOCAL } from '../../../core/study/run';
import { RunStore } from '../../../main/runs/store';
import { StudyService } from '../../../main/studies';
import { StudyStore } from '../../../main/studies/store';
import { StepTimesService } from '../../../main/training/host/step-times';
import { TrainingService } from '../../../main/training/host/trainer';
import { eventually } from '../../support/eventually';
import { studyJson } from '../core/ablation/support';
import { tinyGraph } from '../runs/support';
import { type FakeWorker, fakeLauncher } from '../training/fake-worker';
import { datasetsOf, diligent, request, untilIdle } from '../training/trainer-harness';
import { engine, manifest } from '../training/trainer-support';

let root: string;
let training: TrainingService;
let stepTimes: StepTimesService;
let studies: StudyService;
let runs: RunStore;
/** Those that measure are left to the test. */
let probes: FakeWorker[];

const info = {
  ...manifest,
  trainCount: manifest.train.count,
  trainPerClass: manifest.train.perClass,
  valCount: manifest.val.count,
  valPerClass: manifest.val.perClass,
  testCount: 0,
  testPerClass: [],
} as unknown as DatasetInfo;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-study-service-'));
  runs = new RunStore({ root: join(root, 'runs') });
  probes = [];
  const { launch } = fakeLauncher((worker, message) => {
    if (message.type !== 'train') return;
    if ('stepProbe' in message.job && message.job.stepProbe) probes.push(worker);
    else diligent(worker);
  });
  const worker = { launch, entry: 'worker.cjs', datasets: datasetsOf({}) };
  stepTimes = new StepTimesService({ ...worker, root: join(root, 'steps') });
  training = new TrainingService({
    ...worker,
    runs,
    ensureEngine: async () => engine,
    app: { version: '1.2.3', host: 'test' },
    closingGrace: 100,
    freeDevice: () => stepTimes.giveWay(),
  });
  studies = new StudyService({
    store: new StudyStore(join(root, 'studies')),
    datasets: { info: async () => info },
    runs,
    training,
    stepTimes,
    findEngine: async () => engine,
    ensureEngine: async () => engine,
    isDeviceTaken: () => false,
    estimate: async () => ({ total: 1, weights: 1, slots: 1 }) as never,
  });
});
afterEach(async () => {
  await training.close();
  rmSync(root, { recursive: true, force: true });
});

const study = (change: Record<string, unknown> = {}): Study =>
  parseStudy(
    studyJson({
      base: { document: tinyGraph() },
      arms: [{ name: 'with' }, { name: 'slow', settings: { 'optimizer.learningRate': 0.001 } }],
      seeds: [1],
      settings: { dataset: 'shapes', epochs: 1 },
      ...change,
    }),
  );

/** As `skipwire study run` does. @returns how many runs it trained */
async function trained(one: Study, file: string): Promise<number> {
  const { id } = await studies.identify(await studies.require(one), file);
  await studies.keep(id, one, file);
  if (await studies.isDone(id)) return 0;
  const idle = untilIdle(training.events());
  const { runIds } = await studies.start(id);
  await idle;
  return runIds.length;
}

test('a file that was moved, and then changed, trains only what is new', async () => {
  expect(await trained(study(), join(root, 'a.json'))).toBe(2);
  // There is no a.json any longer.
  expect(await trained(study({ name: 'Another name' }), join(root, 'b.json'))).toBe(0);
  expect(await trained(study({ seeds: [1, 2] }), join(root, 'c.json'))).toBe(2);
  expect(new Set((await runs.list()).map(({ studyId }) => studyId)).size).toBe(1);
  expect(await studies.list()).toHaveLength(1);
});

test('a study whose rule gave up an arm is done', async () => {
  expect(await trained(study(), join(root, 'a.json'))).toBe(2);
  const slow = (await runs.list()).find(({ arm }) => arm === 'slow')!;
  await runs.update(slow.id, {
    state: 'stopped',
    changes: [{ type: 'halved', at: '2026-01-01T00:00:00.000Z', epoch: 1 }],
  });
  expect(await trained(study(), join(root, 'a.json'))).toBe(0);
  const resolved = await studies.require(study());
  const { id } = await studies.identify(resolved, join(root, 'a.json'));
  const { variants } = await studies.plan(resolved, id);
  expect(variants.map(({ cells }) => cells)).toEqual([
    [{ seed: 1, state: 'finished' }],
    [{ seed: 1, state: 'stopped', halved: 1 }],
  ]);
});

test('the time of a plan is that of a place where it is known', async () => {
  const more = study({ seeds: [1, 2] });
  expect(await trained(study(), join(root, 'a.json'))).toBe(2);
  for (const { id } of await runs.list()) await runs.update(id, { where: 'ssh:fast' });
  const resolved = await studies.require(more);
  const planAt = async (...on: string[]) => {
    const { place, seconds, variants } = await studies.plan(resolved, undefined, on);
    return { place, isKnown: seconds !== undefined, from: variants.map(({ from }) => from) };
  };
  const none = [undefined, undefined];
  expect(await planAt('ssh:new')).toEqual({ place: 'ssh:new', isKnown: false, from: none });
  expect(await planAt('ssh:new', 'ssh:fast')).toEqual({
    place: 'ssh:fast',
    isKnown: true,
    from: ['runs', 'runs'],
  });
  expect(await planAt('ssh:fast', LOCAL)).toMatchObject({ place: LOCAL });
});

test('measuring gives way to a training, in words, and does not begin beside one', async () => {
  const measured = studies.measure(study()).then(
    () => 'measured',
    ({ message }: Error) => message,
  );
  await eventually(() => expect(probes).toHaveLength(1));
  await expect(studies.measure(study())).rejects.toThrow(/already being measured/);
  const idle = untilIdle(training.events());
  await training.start(request());
  expect(probes[0]!.killed).toBe(true);
  expect(await measured).toBe(
    'Measuring stopped because a study began to train. Measure again when it has ended.',
  );
  await idle;

  const other = new RunStore({ root: runs.root });
  const { id } = (await runs.list())[0]!;
  await other.owned.take(id);
  await other.update(id, { state: 'running' });
  await expect(studies.measure(study())).rejects.toThrow(/A study is already being trained/);
  await other.update(id, { state: 'finished' });
});

test('a run that was stopped goes on, and one of two runs of a cell is enough', async () => {
  expect(await trained(study(), join(root, 'a.json'))).toBe(2);
  const [one, other] = await runs.list();
  await runs.update(one!.id, { state: 'stopped', epochs: [], checkpoints: [] });
  const { id } = await studies.identify(await studies.require(study()), join(root, 'a.json'));
  expect(await studies.plan(await studies.require(study()), id)).toMatchObject({ runs: 1, there: 1 });
  expect(await trained(study(), join(root, 'a.json'))).toBe(1);
  expect((await runs.list()).map(({ state }) => state)).toEqual(['finished', 'finished']);
  await runs.update(one!.id, { state: 'stopped', cell: other!.cell });
  const again = (await runs.list()).filter(({ cell }) => cell === other!.cell);
  expect(again).toHaveLength(2);
  expect(await trained(study(), join(root, 'a.json'))).toBe(1);
  expect(await trained(study(), join(root, 'a.json'))).toBe(0);
});
