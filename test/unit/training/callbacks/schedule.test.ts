import { readMetrics } from '../../../../main/runs/metrics-file';
import { FakeSession } from '../fake-session';
import { Bench, batches, validation } from '../support';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.dispose());

const rates = async (settings: object, epochs = 3): Promise<number[]> => {
  const session = new FakeSession(
    Array.from({ length: epochs }, () => batches),
    validation,
  );
  await bench.train(session, { epochs, optimizer: { learningRate: 0.5 }, ...settings });
  const fed = session.calls.flatMap((call) => /learning_rate=(\S+)/.exec(call)?.[1] ?? []);
  const { steps, epochs: ended } = await readMetrics(bench.folder.metrics);
  expect(steps.map(({ learningRate }) => Math.fround(learningRate!))).toEqual(fed.map(Number));
  expect(ended.map(({ learningRate }) => learningRate)).toEqual(
    steps.filter(({ step }) => step % 2 === 0).map(({ learningRate }) => learningRate),
  );
  return steps.map(({ learningRate }) => learningRate!);
};

test('the rate of each update is the schedule’s, fed to the graph and recorded', async () => {
  expect(await rates({ schedule: { type: 'steps', boundaries: [3, 5], factor: 0.5 } })).toEqual([
    ...[0.5, 0.5, 0.5, 0.25, 0.25, 0.125],
  ]);
});

test('a schedule over the whole training knows its length in steps', async () => {
  expect(await rates({ schedule: { type: 'linear' } }, 2)).toEqual([0.5, 0.375, 0.25, 0.125]);
});

test('a plateau is seen in the epochs so far', async () => {
  // Every epoch validates alike: no improvement after the first.
  const schedule = { type: 'plateau', patience: 1, factor: 0.5 };
  expect(await rates({ schedule })).toEqual([0.5, 0.5, 0.5, 0.5, 0.25, 0.25]);
});
