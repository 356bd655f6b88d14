/** How many runs share the processor, without TensorFlow: what is measured, what is kept, and what follows from it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPreset } from '../../../core/presets';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { fastestShare, ThreadShares } from '../../../main/training/host/thread-shares';
import type { ShareProbeJob, ToWorker } from '../../../main/training/protocol/messages';
import { type FakeWorker, fakeLauncher } from './fake-worker';
import { engine, manifest } from './trainer-support';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-shares-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const runOf = (preset: string) => ({
  run: { settings: trainingSettingsSchema.parse({ dataset: 'shapes', batchSize: 64 }) },
  graph: buildPreset(preset),
  manifest,
});
const RUNS = [runOf('resnet20'), runOf('resnet32')];
const never = new AbortController().signal;

/** Steps take as long as this number of threads lets them. */
const steps =
  (milliseconds: Readonly<Record<string, number>>) =>
  (worker: FakeWorker, message: ToWorker): void => {
    if (message.type !== 'train') return;
    const threads = worker.options.env.TF_NUM_INTRAOP_THREADS!;
    worker.say({ type: 'share', milliseconds: milliseconds[threads]! }, { type: 'ended', state: 'finished' });
    worker.exit();
  };

function make(behave: Parameters<typeof fakeLauncher>[0], threads = 4) {
  const { launch, workers } = fakeLauncher(behave);
  return { shares: new ThreadShares({ launch, entry: 'worker.cjs', folder, threads }), workers };
}

test('the costliest network is measured with each share of the threads, once', async () => {
  const { shares, workers } = make(steps({ 4: 30, 2: 50, 1: 80 }));
  const begun = jest.fn();
  const measured = await shares.measure(RUNS, engine, never, begun);
  expect(measured).toEqual([
    { runs: 1, milliseconds: 30 },
    { runs: 2, milliseconds: 50 },
    { runs: 4, milliseconds: 80 },
  ]);
  expect(workers).toHaveLength(1 + 2 + 4);
  const jobs = workers.map(({ received: [first] }) => (first as { job: unknown }).job as ShareProbeJob);
  expect(new Set(jobs.map(({ shareProbe }) => shareProbe.graph))).toEqual(new Set([RUNS[1]!.graph]));
  // Another process, later: ResNet-20 has the same costliest convolution.
  const later = make(steps({}));
  expect(await later.shares.measure(RUNS.slice(0, 1), engine, never, begun)).toEqual(measured);
  expect(later.workers).toEqual([]);
  expect(begun).toHaveBeenCalledTimes(1);
});

test('where a process dies, what was measured before counts', async () => {
  const { shares } = make((worker, message) => {
    if (worker.options.env.TF_NUM_INTRAOP_THREADS === '4') steps({ 4: 30 })(worker, message);
    else worker.exit({ code: null, signal: 'SIGKILL' });
  });
  expect(await shares.measure(RUNS, engine, never, () => undefined)).toEqual([{ runs: 1, milliseconds: 30 }]);
});

describe('how many at once', () => {
  const shares = [
    { runs: 1, milliseconds: 30 },
    { runs: 2, milliseconds: 50 },
    { runs: 4, milliseconds: 80 },
  ];
  test.each([
    ['four take 80 ms, two and two 100, one after the other 120', 4, 4, 4],
    ['of three, two at once would leave the third alone', 3, 4, 1],
    ['only two fit', 4, 2, 2],
    ['no more than there are', 2, 4, 2],
    ['one alone', 1, 4, 1],
  ])('%s', (_case, runs, most, expected) => expect(fastestShare(shares, runs, most)).toBe(expected));

  test('within 5 %, more at once', () => {
    const alike = [1, 2].map((runs) => ({ runs, milliseconds: 31 * runs - 1 }));
    expect(fastestShare(alike, 4, 4)).toBe(2);
  });

  test('one after the other where sharing gains nothing, or nothing was measured', () => {
    const perfect = [1, 2, 4].map((runs) => ({ runs, milliseconds: 36 * runs - 6 }));
    expect(fastestShare(perfect, 12, 4)).toBe(1);
    expect(fastestShare([], 12, 4)).toBe(1);
  });
});
