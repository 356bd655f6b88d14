/** Measuring the speed of precisions, without TensorFlow: what is kept, and what becomes of a probe that fails. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPreset } from '../../../core/presets';
import { SpeedCache } from '../../../main/engine/speed-cache';
import { PrecisionSpeedsService } from '../../../main/training/host/precision-speeds';
import { median, timedInTurns } from '../../../main/training/jobs/timed-in-turns';
import type { SpeedProbeJob, ToWorker } from '../../../main/training/protocol/messages';
import { type FakeWorker, fakeLauncher } from './fake-worker';
import { engine } from './trainer-support';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-speeds-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const graph = buildPreset('resnet20');
const jobOf = (message: ToWorker) => (message as { job: unknown }).job as SpeedProbeJob;

/** Measures at once, but for precisions that take the process along. */
const probe =
  (crashes: readonly string[] = []) =>
  (worker: FakeWorker, message: ToWorker): void => {
    if (message.type !== 'train') return;
    const { convolution, precisions } = jobOf(message).speedProbe;
    for (const precision of precisions) {
      worker.say({ type: 'measuring', precision });
      if (crashes.includes(precision)) {
        worker.exit({ code: null, signal: 'SIGILL' });
        return;
      }
    }
    const taken = (precision: 'bfloat16' | 'float16') => (precisions.includes(precision) ? 5 : null);
    const milliseconds = { float32: 10, bfloat16: taken('bfloat16'), float16: taken('float16') };
    worker.say(
      { type: 'speeds', speeds: { device: 'cpu', convolution, batchSize: 8, milliseconds } },
      { type: 'ended', state: 'finished' },
    );
    worker.exit();
  };

function make(behave: Parameters<typeof fakeLauncher>[0]) {
  const { launch, workers } = fakeLauncher(behave);
  const service = new PrecisionSpeedsService({ launch, entry: 'worker.cjs', cache: new SpeedCache(folder) });
  return { service, workers };
}

test('it is measured once for each shape and engine, also by those who ask at the same time', async () => {
  const { service, workers } = make(probe());
  expect(await service.known([graph], engine)).toBeUndefined();
  const [first, second] = await Promise.all([
    service.measure([graph], engine),
    service.measure([graph], engine),
  ]);
  expect(first?.milliseconds).toEqual({ float32: 10, bfloat16: 5, float16: 5 });
  expect(second).toEqual(first);
  expect(workers).toHaveLength(1);
  // Another process, later.
  const later = make(probe());
  expect(await later.service.known([graph], engine)).toEqual(first);
  expect(await later.service.measure([graph], engine)).toEqual(first);
  expect(later.workers).toHaveLength(0);
  expect(await later.service.known([graph], { ...engine, version: '10.0.0' })).toBeUndefined();
  expect(await later.service.known([buildPreset('resnet18')], engine)).toBeUndefined();
});

test('a file of the cache that is damaged is measured again', async () => {
  const { service, workers } = make(probe());
  const first = await service.measure([graph], engine);
  writeFileSync(join(folder, readdirSync(folder)[0]!), '{"speeds": 7');
  expect(await service.measure([graph], engine)).toEqual(first);
  expect(workers).toHaveLength(2);
});

test('a precision that takes the process along is left out', async () => {
  const { service, workers } = make(probe(['float16']));
  const speeds = await service.measure([graph], engine);
  expect(speeds?.milliseconds).toEqual({ float32: 10, bfloat16: 5, float16: null });
  expect(workers).toHaveLength(2);
});

test.each([
  ['float32 crashes', probe(['float32'])],
  [
    'the worker says that it failed',
    (worker: FakeWorker, message: ToWorker) => {
      if (message.type !== 'train') return;
      worker.say({ type: 'failed', message: 'no' });
      worker.exit({ code: 1 });
    },
  ],
])('nothing is known and nothing is kept where %s', async (_case, behave) => {
  const { service } = make(behave);
  expect(await service.measure([graph], engine)).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
});

test('ways are timed in turns; one that throws has no time, a hopeless one is run but twice', async () => {
  const order: string[] = [];
  const takes = { quick: 1, slow: 20 } as Record<string, number>;
  const times = await timedInTurns(
    ['quick', 'none', 'slow'],
    async (way) => {
      order.push(way);
      if (way === 'none') throw new Error('no kernel');
      return takes[way]!;
    },
    { repetitions: 3, hopeless: 10 },
  );
  expect(order).toEqual(['quick', 'none', 'slow', 'quick', 'slow', 'quick', 'quick']);
  expect([...times]).toEqual([
    ['quick', [1, 1, 1]],
    ['slow', [20]],
  ]);
  expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2]);
});
