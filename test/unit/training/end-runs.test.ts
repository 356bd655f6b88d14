/** Stop and pause act on the run that they name, in whichever of two processes on one data folder it is trained. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunState } from '../../../core/study/run';
import { studyRequestSchema } from '../../../core/study/settings';
import { livingOwner } from '../../../main/runs/ownership';
import { askOwner } from '../../../main/runs/requests';
import { RunStore } from '../../../main/runs/store';
import { TrainingService } from '../../../main/training/host/trainer';
import { tinyGraph } from '../runs/support';
import { fakeLauncher } from './fake-worker';
import { engine, manifest } from './trainer-support';

let root: string;
/** As two processes: each knows of the other's runs by the folder alone. */
let here: TrainingService;
let there: TrainingService;
let runs: RunStore;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-end-'));
  runs = new RunStore({ root });
  [here, there] = [make('browser'), make('cli')];
});
afterEach(async () => {
  await Promise.all([here.close(), there.close()]);
  rmSync(root, { recursive: true, force: true });
});

/** Trains until it is asked to stop. */
const make = (app: string): TrainingService =>
  new TrainingService({
    runs: new RunStore({ root, app }),
    datasets: {
      manifest: async () => manifest,
      folder: String,
      identity: async () => ({ digest: 'd1', fingerprint: 'f1' }),
      use: async () => async () => undefined,
    },
    ensureEngine: async () => engine,
    launch: fakeLauncher((worker, { type }) => {
      if (type === 'train') worker.say({ type: 'started', stepsPerEpoch: 8 });
      else {
        worker.say({ type: 'ended', state: 'stopped' });
        worker.exit();
      }
    }).launch,
    entry: 'worker.cjs',
    app: { version: '1.2.3', host: app },
    closingGrace: 100,
  });

/** Until the first run trains. */
async function begin(service: TrainingService, ...arms: string[]): Promise<string[]> {
  const events = service.events();
  const { runIds } = await service.start(
    studyRequestSchema.parse({
      name: 'Shortcuts',
      arms: arms.map((name) => ({ name, graph: tinyGraph(name) })),
      settings: { dataset: 'shapes' },
      seeds: [1],
    }),
  );
  for await (const event of events) if (event.type === 'run' && event.run.state === 'running') break;
  return runIds;
}

const statesOf = (ids: readonly string[]): Promise<RunState[]> =>
  Promise.all(ids.map(async (id) => (await runs.get(id)).state));

test.each(['stop', 'pause'] as const)(
  '%s of a run of the other process ends that one, not ours',
  async (what) => {
    const [ours] = await begin(here, 'ours');
    const [theirs, behind] = await begin(there, 'theirs', 'behind');
    await here[what]({ runId: theirs! });
    // Those behind it follow at once.
    await there.stop();
    const ended = what === 'stop' ? 'stopped' : 'paused';
    expect(await statesOf([ours!, theirs!, behind!])).toEqual(['running', ended, ended]);
    expect(here.status().active).toBe(true);
  },
);

test('so it is with nothing of our own', async () => {
  const [theirs] = await begin(there, 'theirs');
  await here.stop({ runId: theirs! });
  expect(await statesOf([theirs!])).toEqual(['stopped']);
});

test('one that waits is taken out alone, here or there', async () => {
  const ours = await begin(here, 'a', 'b', 'c');
  const theirs = await begin(there, 'd', 'e', 'f');
  await here.stop({ runId: ours[1]! });
  await here.pause({ runId: theirs[1]! });
  expect(await statesOf([...ours, ...theirs])).toEqual([
    ...['running', 'stopped', 'queued'],
    ...['running', 'paused', 'queued'],
  ]);
  await here.stop({ runId: theirs[0]! });
  await there.stop();
  expect(await statesOf([...ours, ...theirs])).toEqual([
    ...['running', 'stopped', 'queued'],
    ...['stopped', 'paused', 'stopped'],
  ]);
});

test('a whole study is named too', async () => {
  const ours = await begin(here, 'a', 'b');
  const theirs = await begin(there, 'c', 'd');
  const { studyId } = await runs.get(theirs[0]!);
  await here.stop({ studyId });
  expect(await statesOf([...ours, ...theirs])).toEqual(['running', 'queued', 'stopped', 'stopped']);
  await expect(here.stop({ studyId })).rejects.toThrow(/No run of this study is queued or being trained/);
  await here.pause({ studyId: here.status().studyId! });
  expect(await statesOf(ours)).toEqual(['paused', 'paused']);
});

test('a run that ends while it is being asked to counts as ended', async () => {
  const [theirs] = await begin(there, 'theirs');
  await there.stop();
  // The result of ending a study when the run under way has ended this one since it was last checked.
  expect((await runs.endActive(theirs!, { as: 'stopped' })).state).toBe('stopped');
});

test('what nobody trains is refused by its state', async () => {
  const [theirs] = await begin(there, 'theirs');
  await there.stop();
  await expect(here.stop({ runId: theirs! })).rejects.toThrow(/is stopped, so there is nothing to stop\./);
  await expect(here.pause({ runId: theirs! })).rejects.toThrow(/is stopped, so there is nothing to pause\./);
  await expect(here.stop({ runId: 'none' })).rejects.toThrow(/There is no run "none"/);
});

test('an owner that does not answer is named, and nothing is left for a later one', async () => {
  const [theirs] = await begin(there, 'theirs');
  const folder = runs.folder(theirs!);
  await there.stop();
  const silent = new RunStore({ root, app: 'cli' });
  await silent.owned.take(theirs!);
  const owner = (await livingOwner(folder))!;
  await expect(askOwner(folder, theirs!, owner, { as: 'stopped' }, 1)).rejects.toThrow(
    /belongs to the command line \(process \d+\), which is not responding/,
  );
  // One that was for an owner of before.
  writeFileSync(folder.request, JSON.stringify({ as: 'stopped', token: 'of before' }));
  expect(await silent.owned.requested(theirs!)).toBeUndefined();
});
