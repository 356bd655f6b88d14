import { readdirSync } from 'node:fs';
import { readCheckpoint } from '../../../../main/runs/checkpoints';
import { readMetrics } from '../../../../main/runs/metrics-file';
import type { Callback } from '../../../../main/training/callbacks/callback';
import { type Batch, FakeSession } from '../fake-session';
import { Bench, batches, validation } from '../support';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.dispose());

const files = () => readdirSync(bench.folder.checkpoints).sort();
const weightOf = async (file: string) =>
  (await readCheckpoint(bench.folder.checkpoints, file)).get('dense/bias')?.data[0];

test('one at the end of each epoch, the newest two and the best kept, and the host knows what is there', async () => {
  const session = new FakeSession([batches, batches, batches, batches], validation);
  await bench.train(session, { epochs: 4 });
  // Validation is the same in every epoch: the earliest is the best.
  expect(files()).toEqual(['epoch-0001', 'epoch-0003', 'epoch-0004'].map((name) => `${name}.safetensors`));
  expect(await weightOf('epoch-0004.safetensors')).toBe(8);
  expect(bench.messages('checkpoint').at(-1)?.checkpoints).toEqual([
    { file: 'epoch-0001.safetensors', epoch: 1, step: 2, roles: ['best'], metric: 0.5 },
    { file: 'epoch-0003.safetensors', epoch: 3, step: 6, roles: [], metric: 0.5 },
    { file: 'epoch-0004.safetensors', epoch: 4, step: 8, roles: ['last'], metric: 0.5 },
  ]);
});

test('the rule may ask for more, and for another metric', async () => {
  const losses = [3, 1, 2].map((loss): Batch[] => [{ loss, correct: 1, count: 1 }]);
  const checkpoints = { keep: 1, best: 'loss' };
  await bench.train(new FakeSession(losses, validation), { epochs: 3, checkpoints }, { stepsPerEpoch: 1 });
  expect(files()).toEqual(['epoch-0002.safetensors', 'epoch-0003.safetensors']);
});

test('at the chosen interval of steps; at the end of an epoch one is enough', async () => {
  const epoch = Array.from({ length: 4 }, () => batches[0]!);
  const checkpoints = { keep: 10, everySteps: 2 };
  await bench.train(new FakeSession([epoch], validation), { checkpoints }, { stepsPerEpoch: 4 });
  expect(files()).toEqual(['epoch-0001.safetensors', 'step-0000002.safetensors']);
  expect(await weightOf('step-0000002.safetensors')).toBe(2);
});

test('the metrics up to a checkpoint are on the disk before it', async () => {
  const seen: number[] = [];
  const look: Callback = {
    onBatchEnd: async () => {
      seen.push((await readMetrics(bench.folder.metrics)).steps.length);
    },
  };
  const epoch = Array.from({ length: 3 }, () => batches[0]!);
  const session = new FakeSession([epoch], validation);
  const read = session.run.bind(session);
  session.run = async (signature, inputs) => {
    // The clock does not move, so only the checkpoint writes metrics to the disk.
    if (signature === 'read_weights') seen.push(-1);
    return read(signature, inputs);
  };
  await bench.train(session, { checkpoints: { everySteps: 2 } }, { stepsPerEpoch: 3 }, [look]);
  expect(seen).toEqual([0, 0, -1, 2, -1]);
});

test('weights that are not finite are never written: the run ends, its last good checkpoint stays', async () => {
  const session = new FakeSession([batches, batches], validation);
  const spoil: Callback = {
    onEpochBegin: ({ epoch }) => {
      if (epoch === 1) session.weight = Number.NaN;
    },
  };
  await expect(bench.train(session, { epochs: 2 }, {}, [spoil])).rejects.toThrow(
    /The weight "dense\/bias" became NaN in epoch 2.*checkpoint of step 2, after 1 whole epoch, was kept/,
  );
  expect(files()).toEqual(['epoch-0001.safetensors']);
});

test('a stop right after a checkpoint writes no second one', async () => {
  let asked = 0;
  const stopRequested = () => ++asked > 2;
  const epoch = Array.from({ length: 4 }, () => batches[0]!);
  const settings = { checkpoints: { everySteps: 2 } };
  await bench.train(new FakeSession([epoch], validation), settings, { stopRequested, stepsPerEpoch: 4 });
  expect(files()).toEqual(['step-0000002.safetensors']);
  expect(bench.messages('checkpoint')).toHaveLength(1);
});
