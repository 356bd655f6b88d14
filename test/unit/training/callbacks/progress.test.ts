import { readFileSync } from 'node:fs';
import { readMetrics } from '../../../../main/runs/metrics-file';
import type { Callback } from '../../../../main/training/callbacks/callback';
import type { Training } from '../../../../main/training/state/training';
import { FakeSession } from '../fake-session';
import { Bench, batches, validation } from '../support';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.dispose());

test('steps are sent about ten times a second, the last of an epoch always; all are written', async () => {
  const many = Array.from({ length: 25 }, () => batches[0]!);
  const slow: Callback = {
    onBatchBegin: () => {
      bench.clock += 30;
    },
  };
  await bench.train(new FakeSession([many], validation), {}, { stepsPerEpoch: 25 }, [slow]);
  expect(bench.messages('step').map(({ metrics }) => metrics.step)).toEqual([1, 5, 9, 13, 17, 21, 25]);
  expect((await readMetrics(bench.folder.metrics)).steps).toHaveLength(25);
});

test('an epoch is reported when its checkpoint is written, and logged', async () => {
  await bench.train(new FakeSession([batches, batches], validation), { epochs: 2 });
  const order = bench.sent
    .map(({ type }) => type)
    .filter((type) => type === 'checkpoint' || type === 'epoch');
  expect(order).toEqual(['checkpoint', 'epoch', 'checkpoint', 'epoch']);
  expect(bench.logged[1]).toMatch(/^epoch 2: loss 2\.6667, accuracy 0\.6667, val_loss 2\.0000/);
});

test('the validation pass is reported, its end in any case', async () => {
  await bench.train(new FakeSession([batches], validation));
  expect(bench.messages('validating')).toEqual([
    { type: 'validating', epoch: 1, fraction: 0.75 },
    { type: 'validating', epoch: 1, fraction: 1 },
  ]);
});

test('steps reach the file at least once a second', () => {
  const metrics = bench.metrics();
  const training = {} as Training;
  const at = (step: number) => ({ type: 'step', step, epoch: 1, loss: 1, accuracy: 0, seconds: 0 }) as const;
  const lines = () => readFileSync(bench.folder.metrics, 'utf8').split('\n').length - 1;
  metrics.onBatchEnd(training, at(1));
  bench.clock += 900;
  metrics.onBatchEnd(training, at(2));
  expect(lines()).toBe(0);
  bench.clock += 100;
  metrics.onBatchEnd(training, at(3));
  expect(lines()).toBe(3);
});
