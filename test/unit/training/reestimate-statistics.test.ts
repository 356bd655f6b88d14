/** Precise BatchNorm in the training loop: when statistics are re-estimated, from what, and what a stop leaves. */
import { readMetrics } from '../../../main/runs/metrics-file';
import { FakeSession } from './fake-session';
import { Bench, batches, validation } from './support';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.dispose());

const session = () => new FakeSession([batches, batches], validation);
const preciseBatchNorm = { batches: 3 };
/** An epoch of two steps, both full. */
const statisticsBatches = 2;

const estimated = (epoch: number) => [
  `begin_epoch seed=9 epoch=${epoch} first_batch=0`,
  'begin_statistics',
  `statistics_step weight=1 seed=9 step=${2 * epoch - 2}`,
  `statistics_step weight=0.5 seed=9 step=${2 * epoch - 1}`,
  'take_statistics',
];
const validated = ['begin_validation', 'eval_step', 'eval_step', 'read_weights'];

test("before each validation, from the epoch's full batches and its steps' draws; then validated and saved", async () => {
  const fake = session();
  await bench.train(
    fake,
    { epochs: 2, optimizer: { learningRate: 0.5 }, preciseBatchNorm },
    { statisticsBatches },
  );
  const trained = (epoch: number) => [
    `begin_epoch seed=9 epoch=${epoch} first_batch=0`,
    `train_step learning_rate=0.5 seed=9 step=${2 * epoch - 2}`,
    `train_step learning_rate=0.5 seed=9 step=${2 * epoch - 1}`,
  ];
  const epochs = [1, 2].map((epoch) => [...trained(epoch), ...estimated(epoch), ...validated]);
  expect(fake.calls).toEqual(epochs.flat());
});

test('as many batches as are asked for', async () => {
  const fake = session();
  await bench.train(fake, { preciseBatchNorm: { batches: 1 } }, { statisticsBatches });
  expect(fake.calls.filter((call) => call.startsWith('statistics_step'))).toEqual([
    'statistics_step weight=1 seed=9 step=0',
  ]);
});

test.each([
  ['not asked for', { preciseBatchNorm: null }, statisticsBatches],
  ['without BatchNormalization', { preciseBatchNorm }, 0],
])('%s: nothing is re-estimated, and no time for it is recorded', async (_name, settings, batches) => {
  const fake = session();
  await bench.train(fake, settings, { statisticsBatches: batches });
  expect(fake.calls.filter((call) => call.includes('statistics'))).toEqual([]);
  expect(bench.messages('statistics')).toEqual([]);
  const [epoch] = (await readMetrics(bench.folder.metrics)).epochs;
  expect(epoch).not.toHaveProperty('batchNormSeconds');
});

test('its progress is reported, and the time that it took is recorded as part of the epoch', async () => {
  const onStatisticsBatch = () => {
    bench.clock += 2000;
  };
  await bench.train(session(), { preciseBatchNorm }, { statisticsBatches }, [{ onStatisticsBatch }]);
  expect(bench.messages('statistics')).toEqual([
    { type: 'statistics', epoch: 1, fraction: 0.5 },
    { type: 'statistics', epoch: 1, fraction: 1 },
  ]);
  expect((await readMetrics(bench.folder.metrics)).epochs).toMatchObject([
    { batchNormSeconds: 4, seconds: 4 },
  ]);
});

test('stopped on the way: the moving averages stay, and a resume re-estimates from the first batch on', async () => {
  const first = session();
  let stopped = false;
  const onStatisticsBatch = () => {
    stopped = true;
  };
  const options = { statisticsBatches, stopRequested: () => stopped };
  const training = await bench.train(first, { preciseBatchNorm }, options, [{ onStatisticsBatch }]);
  expect(training).toMatchObject({ stopping: 'requested', epoch: 0, step: 2 });
  expect(first.calls.slice(-4)).toEqual([...estimated(1).slice(0, 3), 'read_weights']);
  const second = session();
  await bench.train(second, { preciseBatchNorm }, { statisticsBatches });
  expect(second.calls).toEqual([...estimated(1), ...validated]);
});
