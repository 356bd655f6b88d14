/** What a person does with the queue, in one process or two, and what of it is there again after a crash. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MOST_FAILURES, type QueueEntry } from '../../../core/contract/queue';
import { RunStore } from '../../../main/runs/store';
import type { Lane } from '../../../main/training/host/lane';
import { QueueControl } from '../../../main/training/host/queue-control';
import { QueueFile } from '../../../main/training/host/queue-file';
import type { Outcome } from '../../../main/training/host/supervise';
import { TrainingService } from '../../../main/training/host/trainer';
import { eventually } from '../../support/eventually';
import { checkpointMessage, epochMessage, type FakeWorker, fakeLauncher } from './fake-worker';
import { datasetsOf, diligent, request, untilIdle } from './trainer-harness';
import { engine } from './trainer-support';

let root: string;
const processes: Process[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-queue-'));
});
afterEach(async () => {
  await Promise.all(processes.splice(0).map(({ training }) => training.close()));
  rmSync(root, { recursive: true, force: true });
});

interface Process {
  training: TrainingService;
  queue: QueueControl;
  /** In the order of their begin; the test says how each goes on. */
  workers: FakeWorker[];
}

/** As a process of its own: it knows the runs of others by the folder alone. */
function start(behave: (worker: FakeWorker) => void = () => undefined, other?: Lane): Process {
  const runs = new RunStore({ root, app: 'test' });
  const { launch, workers } = fakeLauncher((worker, { type }) => {
    if (type === 'train') {
      worker.say({ type: 'started', stepsPerEpoch: 8 });
      behave(worker);
    } else {
      worker.say({ type: 'ended', state: 'stopped' });
      worker.exit();
    }
  });
  const training = new TrainingService({
    runs,
    datasets: datasetsOf({}),
    ensureEngine: async () => engine,
    entry: 'worker.cjs',
    app: { version: '1.2.3', host: 'test' },
    closingGrace: 100,
    launch,
    ...(other && { lane: () => other }),
  });
  const one = { training, queue: new QueueControl({ runs, training }), workers };
  processes.push(one);
  return one;
}

const add = async ({ training }: Process, ...arms: string[]): Promise<string[]> =>
  (await training.start(request({}, arms))).runIds;

const begun = ({ workers }: Process): string[] =>
  workers.filter(({ received }) => received.length > 0).map(({ job }) => job.graph.name);

/** These have begun, those at once in either order. */
const trains = (one: Process, ...arms: string[]) =>
  eventually(() => {
    expect(begun(one).sort()).toEqual([...arms].sort());
  });

/** The worker of this arm finishes its run. */
const finish = ({ workers }: Process, arm: string): void =>
  diligent(workers.findLast(({ received, job }) => received.length > 0 && job.graph.name === arm)!);

const shown = async ({ queue }: Process): Promise<string[]> =>
  (await queue.list()).entries.map(({ runId, state }) => `${runId.split('-')[2]} ${state}`);

/** Sooner or later, in this order. */
const shows = (one: Process, ...expected: string[]) =>
  eventually(async () => expect(await shown(one)).toEqual(expected));

const entry = async ({ queue }: Process, id: string): Promise<QueueEntry | undefined> =>
  (await queue.list()).entries.find(({ runId }) => runId === id);

test('studies are appended, and their runs trained in the order of the queue', async () => {
  const one = start();
  await add(one, 'a', 'b');
  const [c, d] = await add(one, 'c', 'd');
  await trains(one, 'a');
  await one.queue.move([d!], c);
  await shows(one, 'a running', 'b queued', 'd queued', 'c queued');
  await one.queue.priority([c!], 1);
  for (const [arm, next] of [
    ['a', 'c'],
    ['c', 'b'],
    ['b', 'd'],
  ] as const) {
    finish(one, arm);
    await eventually(() => expect(begun(one).at(-1)).toBe(next));
  }
  await shows(one, 'd running');
  await expect(one.queue.move(['gone'])).rejects.toThrow(/"gone" is not in the queue/);
});

test('a skipped run pauses alone; a removed one stops and is gone', async () => {
  const one = start();
  const [a, b, c] = await add(one, 'a', 'b', 'c', 'd');
  await trains(one, 'a');
  await one.queue.skip([a!, c!]);
  await trains(one, 'a', 'b');
  await shows(one, 'a paused', 'b running', 'c paused', 'd queued');
  await one.queue.remove([b!]);
  await trains(one, 'a', 'b', 'd');
  await shows(one, 'a paused', 'c paused', 'd running');
  await one.queue.resume([a!]);
  expect(await entry(one, a!)).toMatchObject({ state: 'queued', owner: 'here' });
  await expect(one.queue.skip([b!])).rejects.toThrow(/is stopped/);
});

test('several train at once, as many as were chosen', async () => {
  const one = start();
  await one.queue.slots(2);
  await add(one, 'a', 'b', 'c', 'd');
  await trains(one, 'a', 'b');
  finish(one, 'b');
  await trains(one, 'a', 'b', 'c');
  await one.queue.slots(3);
  await trains(one, 'a', 'b', 'c', 'd');
  expect((await one.queue.list()).slots).toEqual({ chosen: 3, now: 3 });
});

test('everything is paused and goes on', async () => {
  const one = start();
  await one.queue.slots(2);
  await add(one, 'a', 'b', 'c');
  await trains(one, 'a', 'b');
  await one.queue.pause();
  await shows(one, 'a paused', 'b paused', 'c paused');
  expect(one.training.busy).toBe(false);
  await one.queue.resume();
  await trains(one, 'a', 'b', 'a', 'b');
  await one.queue.pause();
  await shows(one, 'a paused', 'b paused', 'c paused');
});

test('a run that was set aside waits for a retry', async () => {
  const one = start((worker) => {
    if (worker.job.graph.name === 'a') worker.exit({ code: null, signal: 'SIGKILL' });
    else diligent(worker);
  });
  const [a] = await add(one, 'a', 'b');
  await eventually(() => expect(one.training.busy).toBe(false));
  expect(begun(one)).toEqual(['a', 'a', 'a', 'b']);
  expect(await entry(one, a!)).toMatchObject({ state: 'interrupted', aside: true, owner: 'none' });
  await expect(one.queue.resume()).rejects.toThrow(/Nothing in the queue is paused or interrupted/);
  await one.queue.resume([a!]);
  await eventually(() => expect(begun(one)).toHaveLength(7));
});

test('after a crash the same runs are there, in the same order; finished ones are not', async () => {
  const before = start();
  const [, b, c] = await add(before, 'a', 'b', 'c');
  await trains(before, 'a');
  finish(before, 'a');
  await trains(before, 'a', 'b');
  await before.queue.move([c!], b);
  await before.training.close();
  const after = start();
  await shows(after, 'c interrupted', 'b interrupted');
  await after.queue.resume();
  await trains(after, 'c');
  finish(after, 'c');
  await trains(after, 'c', 'b');
});

test('a damaged list is kept, and the queue starts over', async () => {
  writeFileSync(join(root, 'queue.json'), '{ "places": [');
  const one = start();
  await add(one, 'a');
  await shows(one, expect.stringMatching(/^a /));
  expect(readFileSync(join(root, 'queue.damaged.json'), 'utf8')).toBe('{ "places": [');
});

test('a run that was trained at another place goes on at the place that is asked for', async () => {
  const box: Lane = {
    id: 'ssh:box',
    slots: () => 1,
    train: ({ stop }) =>
      new Promise((resolve) => stop.addEventListener('abort', () => resolve({ state: 'stopped' }))),
  };
  const one = start(undefined, box);
  const runs = new RunStore({ root });
  const [id] = (await one.training.start(request({}, ['a']), ['ssh:box', 'local'])).runIds;
  await eventually(async () => expect((await runs.get(id!)).where).toBe('ssh:box'));
  await one.queue.skip([id!]);
  expect(await entry(one, id!)).toMatchObject({ state: 'paused', places: ['ssh:box', 'local'] });
  await one.training.resume([id!], ['local']);
  await trains(one, 'a');
  expect(await entry(one, id!)).toMatchObject({ places: ['local'] });
  expect((await runs.get(id!)).where).toBeUndefined();
});

describe('a run that goes on at another place', () => {
  /** Trains nothing, and notes what it is asked. */
  function place(end: () => Promise<Outcome>): { lane: Lane; asked: string[] } {
    const asked: string[] = [];
    const lane: Lane = {
      id: 'ssh:box',
      slots: () => 9,
      train: ({ run, stop }) => {
        asked.push(`train ${run.arm}`);
        return new Promise((resolve) =>
          stop.addEventListener('abort', () => resolve({ state: 'interrupted', message: 'It goes on.' })),
        );
      },
      callBack: ({ run }) => {
        asked.push(`call back ${run.arm}`);
        return end();
      },
    };
    return { lane, asked };
  }

  /** As after a lost connection: it was to stop there, and nobody saw the end. */
  async function left(one: Process): Promise<string> {
    const [id] = (await one.training.start(request({}, ['a']), ['ssh:box'])).runIds;
    await eventually(async () => expect(await entry(one, id!)).toMatchObject({ state: 'preparing' }));
    await one.queue.skip([id!]);
    expect(await entry(one, id!)).toMatchObject({ state: 'interrupted' });
    return id!;
  }

  test('is ended there before it trains elsewhere', async () => {
    const { lane, asked } = place(async () => ({ state: 'stopped' }));
    const one = start(undefined, lane);
    const id = await left(one);
    await one.training.resume([id], ['local']);
    await trains(one, 'a');
    expect(asked).toEqual(['train a', 'call back a']);
    const { where, failures } = await new RunStore({ root }).get(id);
    expect([where, failures]).toEqual([undefined, undefined]);
  });

  test('has finished there, and trains nowhere else', async () => {
    const { lane } = place(async () => ({ state: 'finished' }));
    const one = start(undefined, lane);
    const id = await left(one);
    const idle = untilIdle(one.training.events());
    await one.training.resume([id], ['local']);
    await idle;
    expect(await new RunStore({ root }).get(id)).toMatchObject({ state: 'finished', where: 'ssh:box' });
    expect(begun(one)).toEqual([]);
  });

  test('waits if the place does not answer, unless it is abandoned', async () => {
    const { lane } = place(async () => {
      throw new Error('No route to host.');
    });
    const one = start(undefined, lane);
    const id = await left(one);
    const idle = untilIdle(one.training.events());
    await one.training.resume([id], ['local']);
    await idle;
    const { state, error } = await new RunStore({ root }).get(id);
    expect([state, error]).toEqual([
      'interrupted',
      `Run "${id}" may still be training at ssh:box, and could not be ended there: No route to host. Once ssh:box answers, resume the run. If it never will: skipwire resume ${id} --on local --abandon`,
    ]);
    expect(begun(one)).toEqual([]);
    await one.training.resume([id], ['local'], { abandon: true });
    await trains(one, 'a');
  });

  test('is not taken for one that was paused when it is skipped before its turn', async () => {
    const { lane } = place(async () => ({ state: 'stopped' }));
    const one = start(undefined, lane);
    await add(one, 'b');
    await trains(one, 'b');
    const id = await left(one);
    await one.training.resume([id], ['local']);
    await one.queue.skip([id]);
    expect(await entry(one, id)).toMatchObject({ state: 'interrupted' });
  });
});

describe('from another process', () => {
  test('runs are moved, skipped and removed', async () => {
    const [one, other] = [start(), start()];
    const [a, b, c, d] = await add(one, 'a', 'b', 'c', 'd');
    await trains(one, 'a');
    await other.queue.move([d!], b);
    await other.queue.remove([c!]);
    await other.queue.skip([a!]);
    await trains(one, 'a', 'd');
    await shows(other, 'a paused', 'd running', 'b queued');
    expect(await entry(other, d!)).toMatchObject({ owner: 'elsewhere' });
    await other.queue.pause();
    await shows(other, 'a paused', 'd paused', 'b paused');
  });

  test('a run is handed to the process that trains', async () => {
    const [one, other] = [start(), start()];
    const [a, b] = await add(one, 'a', 'b');
    await trains(one, 'a');
    await one.queue.skip([b!]);
    await other.queue.resume([b!]);
    await eventually(async () => expect(await entry(one, b!)).toMatchObject({ owner: 'here' }));
    expect(other.training.busy).toBe(false);
    await other.queue.slots(2);
    await trains(one, 'a', 'b');
    expect(await entry(other, a!)).toMatchObject({ owner: 'elsewhere' });
  });

  test('a run that trains or has finished is not handed over, and a skip after that holds', async () => {
    const [one, other] = [start(), start()];
    const [a, b, c] = await add(one, 'a', 'b', 'c');
    await trains(one, 'a');
    finish(one, 'a');
    await trains(one, 'a', 'b');
    await shows(other, 'b running', 'c queued');
    await expect(other.queue.resume([a!])).rejects.toThrow(/has finished/);
    await expect(other.queue.resume([b!])).rejects.toThrow(/is being trained/);
    await other.queue.skip([b!]);
    await trains(one, 'a', 'b', 'c');
    await shows(other, 'b paused', 'c running');
    expect(await entry(other, c!)).toMatchObject({ owner: 'elsewhere' });
  });
});

test('the rule of a study ends a hopeless arm, also its seeds that wait, and keeps the rest in order', async () => {
  const accuracyOf: Readonly<Record<string, number>> = { base: 0.2, good: 0.6, bad: 0.3 };
  const one = start((worker) => {
    const { name } = worker.job.graph;
    const epoch = (n: number) => {
      const said = epochMessage(n);
      return said.type === 'epoch'
        ? { ...said, metrics: { ...said.metrics, valAccuracy: accuracyOf[name]! } }
        : said;
    };
    worker.say(epoch(1), checkpointMessage(1, 8));
    if (name === 'bad') return;
    worker.say(epoch(2), { type: 'ended', state: 'finished' });
    worker.exit();
  });
  const events = one.training.events();
  const { runIds } = await one.training.start(
    request(
      {
        seeds: [1, 2],
        baseline: 'base',
        halving: { epochs: 1, factor: 2, seeds: 1 },
        settings: { ...request().settings, epochs: 2 },
      },
      ['base', 'good', 'bad'],
    ),
  );
  await untilIdle(events);
  expect(begun(one)).toEqual(['base', 'good', 'bad', 'base', 'good']);
  const runs = new RunStore({ root });
  const records = await Promise.all(runIds.map((id) => runs.get(id)));
  expect(records.map(({ arm, state, changes }) => [arm, state, changes.map(({ type }) => type)])).toEqual([
    ['base', 'finished', []],
    ['good', 'finished', []],
    ['bad', 'stopped', ['halved']],
    ['base', 'finished', []],
    ['good', 'finished', []],
    ['bad', 'stopped', ['halved']],
  ]);
});

test('the queue is idle once nothing more is written, and says so once', async () => {
  const one = start();
  const { change } = QueueFile.prototype;
  const changing = jest.spyOn(QueueFile.prototype, 'change').mockImplementation(async function (
    this: QueueFile,
    how,
  ) {
    await sleep(30);
    await change.call(this, how);
  });
  try {
    const places: number[] = [];
    void (async () => {
      for await (const { type } of one.training.events()) {
        if (type !== 'idle') continue;
        const { places: left } = JSON.parse(readFileSync(join(root, 'queue.json'), 'utf8'));
        places.push(left.length);
      }
    })();
    await one.queue.slots(2);
    await add(one, 'a', 'b');
    await trains(one, 'a', 'b');
    finish(one, 'a');
    finish(one, 'b');
    await eventually(() => expect(places).not.toEqual([]));
    await one.training.close();
    expect(places).toEqual([0]);
  } finally {
    changing.mockRestore();
  }
});

test.each(['docs/clusters.md', 'docs/decisions/training.md', 'docs/ARCHITECTURE.md'])(
  '%s says after how many failures a run is set aside',
  (file) => {
    const text = readFileSync(join(__dirname, '../../..', file), 'utf8');
    expect(text.replaceAll(/\s+/g, ' ')).toMatch(new RegExp(`\\b${MOST_FAILURES} failures\\b`));
  },
);
