import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inEnglish, textOf } from '../../../core/messages';
import { type Every, TICK, Watchdog } from '../../../main/processes/watchdog';
import { type Outcome, superviseWorker } from '../../../main/training/host/supervise';
import type { FromWorker, WorkerJob } from '../../../main/training/protocol/messages';
import { type FakeWorker, fakeLauncher } from '../training/fake-worker';

/** A clock whose ticks the test makes. */
class FakeClock {
  private call: (() => void) | undefined;
  readonly every: Every = (milliseconds, call) => {
    expect(milliseconds).toBe(TICK);
    this.call = call;
    return () => {
      this.call = undefined;
    };
  };
  get running(): boolean {
    return this.call !== undefined;
  }
  pass(seconds: number, each: () => void = () => undefined): void {
    for (let gone = 0; gone < seconds * 1000; gone += TICK) {
      each();
      this.call?.();
    }
  }
}

let clock: FakeClock;
let said: string[];
let dog: Watchdog;
beforeEach(() => {
  clock = new FakeClock();
  said = [];
  dog = new Watchdog((message) => said.push(inEnglish(message)), clock.every);
});

const beat = () => dog.alive();

test('a minute without a sign of life is reported once, and then nothing is watched', () => {
  clock.pass(55);
  expect(said).toEqual([]);
  clock.pass(5);
  expect(said).toEqual([
    'The training worker did not respond for 1m and was ended. Everything that had finished was saved; the run can be resumed.',
  ]);
  expect(clock.running).toBe(false);
});

test('a worker that beats may take minutes for a step', () => {
  clock.pass(19 * 60, beat);
  dog.progressed();
  clock.pass(19 * 60, beat);
  expect(said).toEqual([]);
});

test('one that beats and does nothing for twenty minutes hangs', () => {
  clock.pass(10, beat);
  dog.progressed();
  clock.pass(20 * 60, beat);
  expect(said).toEqual([
    expect.stringMatching(/was alive but did nothing for 20m \(the longest step before took 10s\)/),
  ]);
});

test('where steps take long, the limit is twenty times the slowest', () => {
  clock.pass(180, beat);
  dog.progressed();
  clock.pass(59 * 60, beat);
  expect(said).toEqual([]);
  clock.pass(60, beat);
  expect(said).toEqual([expect.stringMatching(/did nothing for 1h/)]);
});

describe('a worker under it', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'skipwire-watchdog-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const supervised = (behave: (worker: FakeWorker) => void) => {
    const { launch, workers } = fakeLauncher((worker, { type }) => type === 'train' && behave(worker));
    const { signal } = new AbortController();
    const messages: FromWorker[] = [];
    const outcome: Promise<Outcome> = superviseWorker({
      ...{
        launch,
        entry: 'worker.cjs',
        env: {},
        logFile: join(folder, 'log.txt'),
        job: { engine: { device: 'cpu' } } as WorkerJob,
      },
      ...{ stop: signal, kill: signal, every: clock.every, onMessage: (message) => messages.push(message) },
    });
    return { outcome, workers };
  };

  test('is ended when it is silent, and its run is interrupted with the reason', async () => {
    let began: () => void = () => undefined;
    const ready = new Promise<void>((resolve) => (began = resolve));
    const { outcome, workers } = supervised((worker) => {
      worker.say({ type: 'started', stepsPerEpoch: 5 });
      began();
    });
    await ready;
    clock.pass(60);
    const { state, message = '' } = await outcome;
    expect([state, textOf(message)]).toEqual(['interrupted', expect.stringMatching(/did not respond/)]);
    expect(workers[0]?.killed).toBe(true);
  });

  test('beats on its output keep it alive and stay out of the log; so does what it prints', async () => {
    let began: (worker: FakeWorker) => void = () => undefined;
    const ready = new Promise<FakeWorker>((resolve) => (began = resolve));
    const { outcome, workers } = supervised((worker) => began(worker));
    const worker = await ready;
    clock.pass(10 * 60, () => worker.print('\x16'));
    worker.print('\x16a word\x16 of TensorFlow\n');
    worker.say({ type: 'ended', state: 'finished' });
    worker.exit();
    expect(await outcome).toEqual({ state: 'finished' });
    expect(readFileSync(join(folder, 'log.txt'), 'utf8')).toBe('a word of TensorFlow\n');
    expect(workers[0]?.killed).toBe(false);
    expect(clock.running).toBe(false);
  });

  test('is left alone while a debugger may hold it', () => {
    process.env.SKIPWIRE_INSPECT = '9229';
    try {
      clock = new FakeClock();
      supervised(() => undefined);
      expect(clock.running).toBe(false);
    } finally {
      delete process.env.SKIPWIRE_INSPECT;
    }
  });
});
