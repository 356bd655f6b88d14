/** What `auto` becomes in the records of a study, by speeds that the test makes up. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrainingEvent } from '../../../core/contract/training';
import type { PrecisionChoice, PrecisionSpeeds } from '../../../core/study/precision';
import { studyRequestSchema } from '../../../core/study/settings';
import { RunStore } from '../../../main/runs/store';
import { TrainingService } from '../../../main/training/host/trainer';
import { tinyGraph } from '../runs/support';
import { type FakeWorker, fakeLauncher } from './fake-worker';
import { datasetsOf } from './trainer-harness';
import { engine } from './trainer-support';

let root: string;
let runs: RunStore;
let service: TrainingService;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-auto-'));
  runs = new RunStore({ root });
});
afterEach(async () => {
  await service.close();
  rmSync(root, { recursive: true, force: true });
});

const convolution = {
  height: 8,
  width: 8,
  channels: 2,
  filters: 2,
  kernel: [3, 3],
  strides: [1, 1],
  padding: 'same',
} satisfies PrecisionSpeeds['convolution'];
const speeds = (bfloat16: number): PrecisionSpeeds => ({
  device: 'cpu',
  convolution,
  batchSize: 1,
  milliseconds: { float32: 10, bfloat16, float16: null },
});

function diligent(worker: FakeWorker): void {
  worker.say({ type: 'started', stepsPerEpoch: 8 }, { type: 'ended', state: 'finished' });
  worker.exit();
}

/** Trains two arms, and returns what was measured, trained and announced. */
async function train(precision: PrecisionChoice, measured: PrecisionSpeeds | undefined) {
  const { launch, workers } = fakeLauncher(diligent);
  const measure = jest.fn(async () => measured);
  service = new TrainingService({
    runs,
    datasets: datasetsOf({}),
    ensureEngine: async () => engine,
    entry: 'worker.cjs',
    app: { version: '1.2.3', host: 'test' },
    launch,
    speeds: { measure },
    // How many runs fit into the memory is estimated, too.
    shares: { measure: async () => [{ runs: 1, milliseconds: 10 }], threads: 2 },
  });
  const events = service.events();
  await service.start(
    studyRequestSchema.parse({
      name: 'Shortcuts',
      arms: ['residual', 'plain'].map((name) => ({ name, graph: tinyGraph(name) })),
      settings: { dataset: 'shapes', precision },
      seeds: [1],
    }),
  );
  const told: TrainingEvent[] = [];
  for await (const event of events) {
    told.push(event);
    if (event.type === 'idle') break;
  }
  return {
    trained: workers.map(({ job }) => job.settings.precision),
    recorded: (await runs.list()).map(({ settings }) => settings.precision),
    told: told.filter(({ type }) => type === 'precision'),
    measured: measure.mock.calls.length,
  };
}

test('auto is resolved once for all arms, before the first of them is compiled', async () => {
  expect(await train('auto', speeds(5))).toEqual({
    trained: ['bfloat16', 'bfloat16'],
    recorded: ['bfloat16', 'bfloat16'],
    told: [
      {
        type: 'precision',
        words: 'bfloat16 is 2.0 times as fast as float32 on this CPU: using bfloat16.',
        slower: false,
      },
    ],
    measured: 1,
  });
});

test.each([
  ['is slower', speeds(33)],
  ['could not be measured', undefined],
])('auto is float32 where bfloat16 %s', async (_case, measured) => {
  const { trained, recorded } = await train('auto', measured);
  expect([...trained, ...recorded]).toEqual(Array(4).fill('float32'));
});

test('a precision that was chosen stays, with a warning where it is slower', async () => {
  const { trained, told } = await train('bfloat16', speeds(33));
  expect(trained).toEqual(['bfloat16', 'bfloat16']);
  expect(told).toEqual([
    {
      type: 'precision',
      words: 'bfloat16 takes 3.3 times as long as float32 on this CPU. Choose float32 or auto.',
      slower: true,
    },
  ]);
});

test('float32 asks for no measurement', async () => {
  expect(await train('float32', speeds(5))).toMatchObject({ told: [], measured: 0 });
});
