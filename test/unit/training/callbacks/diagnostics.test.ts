import type { Diagnostics } from '../../../../core/study/run';
import { float32 } from '../../../../main/engine/values';
import { diagnostics } from '../../../../main/training/callbacks/diagnostics';
import { FakeSession } from '../fake-session';
import { Bench, batches, validation } from '../support';

let bench: Bench;
let session: FakeSession;
let recorded: Diagnostics[];
const vector = (...values: number[]) => ({
  dtype: 'float32' as const,
  shape: [values.length],
  data: Float32Array.from(values),
});
beforeEach(() => {
  bench = new Bench();
  recorded = [];
  session = new FakeSession([batches, batches], validation);
  session.observed = {
    gradient_norm: vector(1, 2),
    update_ratio: vector(0.5, 0.25),
    activation_spread: vector(3, 4),
  };
});
afterEach(() => bench.dispose());

const train = (diagnosticsEvery: number | null) =>
  bench.train(session, { epochs: 2, diagnosticsEvery }, {}, [diagnostics((one) => recorded.push(one))]);
const signatures = () => session.calls.flatMap((call) => /^train_step(_observed)?/.exec(call)?.[0] ?? []);

test('updates are observed at the chosen interval and recorded by block', async () => {
  await train(3);
  expect(signatures()).toEqual(['train_step', 'train_step', 'train_step_observed', 'train_step']);
  expect(recorded).toEqual([
    {
      type: 'diagnostics',
      step: 3,
      epoch: 2,
      blocks: [
        { block: 'stem', gradientNorm: 1, updateRatio: 0.5, activationSpread: 3 },
        { block: 'block1', gradientNorm: 2, updateRatio: 0.25, activationSpread: 4 },
      ],
    },
  ]);
});

test('never without the setting', async () => {
  await train(null);
  expect(new Set(signatures())).toEqual(new Set(['train_step']));
  expect(recorded).toEqual([]);
});

test('numbers that are not finite are not recorded: metrics.jsonl has no such thing', async () => {
  session.observed.update_ratio = vector(0.5, Number.POSITIVE_INFINITY);
  await train(1);
  expect(recorded).toEqual([]);
});

test('a graph that does not give them is an error of ours', async () => {
  session.observed.gradient_norm = float32(1);
  await expect(train(1)).rejects.toThrow(/must give "gradient_norm" for 2 blocks\. Received: 1/);
});
