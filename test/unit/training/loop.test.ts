import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMetrics } from '../../../main/runs/metrics-file';
import { readSafetensors } from '../../../main/runs/safetensors';
import type { Callback } from '../../../main/training/callbacks/callback';
import { earlyStopping } from '../../../main/training/callbacks/early-stopping';
import { type Batch, FakeSession } from './fake-session';
import { Bench, batches, validation } from './support';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.dispose());

const metrics = () => readMetrics(bench.folder.metrics);

test('metrics of an epoch are means over examples, whatever the sizes of the batches', async () => {
  expect((await bench.train(new FakeSession([batches], validation))).stopping).toBeUndefined();
  const { steps, epochs } = await metrics();
  expect(steps).toMatchObject([
    { step: 1, epoch: 1, loss: 2, accuracy: 0.5, learningRate: 0.01 },
    { step: 2, epoch: 1, loss: 4, accuracy: 1, learningRate: 0.01 },
  ]);
  const [epoch] = epochs;
  expect(epoch?.loss).toBeCloseTo((2 * 4 + 4 * 2) / 6, 12);
  expect(epoch?.accuracy).toBeCloseTo(4 / 6, 12);
  expect(epoch?.valLoss).toBeCloseTo((1 * 3 + 5 * 1) / 4, 12);
  expect(epoch?.valAccuracy).toBeCloseTo(2 / 4, 12);
  expect(epoch?.learningRate).toBe(0.01);
  expect(epoch).not.toHaveProperty('top5');
});

test('top-5 shares and the confusion matrix are summed where the network has them', async () => {
  const train = batches.map((batch) => ({ ...batch, top5: batch.count - 1 }));
  const validate = validation.map((batch, index) => ({
    ...batch,
    confusion: [
      [1, index],
      [0, 1 - index],
    ],
  }));
  const { confusion } = await bench.train(new FakeSession([train], validate));
  const [epoch] = (await metrics()).epochs;
  expect(epoch?.top5).toBeCloseTo(4 / 6, 12);
  expect(epoch).not.toHaveProperty('confusion');
  expect(confusion).toEqual(Int32Array.of(2, 1, 0, 1));
});

test('the session is driven with the seed, the epoch from 1 and the step from 0 over the whole run', async () => {
  const session = new FakeSession([batches, batches], validation);
  await bench.train(session, { epochs: 2, optimizer: { learningRate: 0.5 } });
  const rate = 'learning_rate=0.5 seed=9';
  const validate = ['begin_validation', 'eval_step', 'eval_step', 'read_weights'];
  expect(session.calls).toEqual([
    'begin_epoch seed=9 epoch=1 first_batch=0',
    `train_step ${rate} step=0`,
    `train_step ${rate} step=1`,
    ...validate,
    'begin_epoch seed=9 epoch=2 first_batch=0',
    `train_step ${rate} step=2`,
    `train_step ${rate} step=3`,
    ...validate,
  ]);
});

test('an epoch with fewer batches than it should have is an error', async () => {
  await expect(bench.train(new FakeSession([[batches[0]!]], validation))).rejects.toThrow(
    'Epoch 1 must hold 2 batches. Received: 1.',
  );
});

test('callbacks are called in order around epochs and batches', async () => {
  const calls: string[] = [];
  const note = (name: string): Callback => ({
    onTrainBegin: () => void calls.push(`${name} train begin`),
    onEpochBegin: ({ epoch }) => void calls.push(`${name} epoch begin ${epoch}`),
    onBatchBegin: ({ step }) => void calls.push(`${name} batch begin ${step}`),
    onBatchEnd: (_, { step }) => void calls.push(`${name} batch end ${step}`),
    onValidationBatch: (_, fraction) => void calls.push(`${name} validated ${fraction}`),
    onEpochEnd: ({ history }) => void calls.push(`${name} epoch end ${history.length}`),
    onTrainEnd: () => void calls.push(`${name} train end`),
  });
  await bench.train(new FakeSession([batches], validation), {}, {}, [note('a'), note('b')]);
  const both = (what: string) => [`a ${what}`, `b ${what}`];
  expect(calls).toEqual(
    [
      ...['train begin', 'epoch begin 0', 'batch begin 0', 'batch end 1', 'batch begin 1', 'batch end 2'],
      ...['validated 0.75', 'validated 1', 'epoch end 1', 'train end'],
    ].flatMap(both),
  );
});

describe('a stop', () => {
  test('is honored at the next batch: no further step, the steps so far kept, and a checkpoint', async () => {
    let asked = 0;
    const session = new FakeSession([batches], validation);
    const { stopping } = await bench.train(session, {}, { stopRequested: () => ++asked > 1 });
    expect(stopping).toBe('requested');
    expect(session.calls.filter((call) => call.startsWith('train_step'))).toHaveLength(1);
    expect((await metrics()).steps).toHaveLength(1);
    expect(readdirSync(bench.folder.checkpoints)).toEqual(['step-0000001.safetensors']);
  });

  test('before the first step leaves no checkpoint', async () => {
    await bench.train(new FakeSession([batches], validation), {}, { stopRequested: () => true });
    expect(existsSync(bench.folder.checkpoints)).toBe(false);
  });

  test('arrives between batches without any help of the loop: messages are let in', async () => {
    const many = Array.from({ length: 50 }, () => batches[0]!);
    let stop = false;
    setImmediate(() => {
      stop = true;
    });
    const change = { stopRequested: () => stop, stepsPerEpoch: 50 };
    expect((await bench.train(new FakeSession([many], validation), {}, change)).stopping).toBe('requested');
    expect((await metrics()).steps.length).toBeLessThan(3);
  });
});

describe('a training that is stopped and resumed', () => {
  /** Three epochs of three batches whose sums need every bit. */
  const epochs = [1, 2, 3].map((epoch): Batch[] =>
    [1, 2, 3].map((batch) => ({ loss: 1 / (7 * epoch + batch), correct: batch, count: batch + 3, top5: 1 })),
  );
  const rule = { epochs: 3, schedule: { type: 'plateau', patience: 1 } } as const;
  const numbers = async (one: Bench) => {
    const { steps, epochs: ended } = await readMetrics(one.folder.metrics);
    return [...steps, ...ended].map(({ seconds, ...rest }) => rest);
  };

  /** 3 x (3 steps, 3 validation calls) askings; stopped at each in turn. */
  test.each(Array.from({ length: 18 }, (_, index) => index + 1))(
    'at moment %d has the metrics, the calls and the weights of one that never was',
    async (moment) => {
      const through = new Bench();
      try {
        const change = { stepsPerEpoch: 3 };
        const whole = new FakeSession(epochs, validation);
        await through.train(whole, rule, change);
        let asked = 0;
        const first = new FakeSession(epochs, validation);
        await bench.train(first, rule, { ...change, stopRequested: () => ++asked > moment });
        const second = new FakeSession(epochs, validation);
        const { stopping } = await bench.train(second, rule, change);
        expect(stopping).toBeUndefined();
        expect(await numbers(bench)).toEqual(await numbers(through));
        const stepsOf = (session: FakeSession) =>
          session.calls.filter((call) => call.startsWith('train_step'));
        expect([...stepsOf(first), ...stepsOf(second)]).toEqual(stepsOf(whole));
        const last = async (one: Bench) =>
          (await readSafetensors(join(one.folder.checkpoints, 'epoch-0003.safetensors'))).tensors;
        expect(await last(bench)).toEqual(await last(through));
      } finally {
        through.dispose();
      }
    },
  );

  test('before the first checkpoint, a resume starts over and drops earlier metrics', async () => {
    const old = { type: 'step', step: 1, epoch: 1, loss: 9, accuracy: 0, seconds: 1 };
    writeFileSync(bench.folder.metrics, `${JSON.stringify(old)}\n{"type":"st`);
    await bench.train(new FakeSession([batches], validation));
    expect((await metrics()).steps.map(({ loss }) => loss)).toEqual([2, 4]);
  });

  test('goes on counting seconds', async () => {
    const tick: Callback = {
      onBatchBegin: () => {
        bench.clock += 1000;
      },
    };
    let asked = 0;
    const stopRequested = () => ++asked > 1;
    await bench.train(new FakeSession([batches], validation), {}, { stopRequested }, [tick]);
    bench.clock += 3_600_000;
    await bench.train(new FakeSession([batches], validation), {}, {}, [tick]);
    const { steps, epochs } = await metrics();
    expect(steps.map(({ seconds }) => seconds)).toEqual([1, 2]);
    expect(epochs[0]).toMatchObject({ seconds: 2, imagesPerSecond: 3 });
  });

  test('refuses metrics that do not tell of the epochs before the checkpoint', async () => {
    await bench.train(new FakeSession([batches, batches], validation), { epochs: 2 });
    writeFileSync(bench.folder.metrics, '');
    await expect(bench.train(new FakeSession([batches], validation), { epochs: 3 })).rejects.toThrow(
      /metrics\.jsonl has 0 of the 2 epochs before the checkpoint epoch-0002\.safetensors/,
    );
  });
});

test('early stopping ends the training at the end of an epoch', async () => {
  const session = new FakeSession([batches, batches, batches, batches], validation);
  const settings = { epochs: 4, earlyStopping: { patience: 1 } };
  const training = await bench.train(session, settings, {}, [earlyStopping(() => undefined)]);
  expect(training).toMatchObject({ stopping: 'early', epoch: 2 });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])(
  'a loss of %s ends the run, the last checkpoint stays',
  async (loss) => {
    const bad = [batches[0]!, { loss, correct: 0, count: 4 }];
    const settings = { epochs: 3, optimizer: { learningRate: 0.5 } };
    await expect(bench.train(new FakeSession([batches, bad], validation), settings)).rejects.toThrow(
      new RegExp(
        `loss became ${loss} in epoch 2 at step 4.*smaller learning rate \\(it was 0.5\\).*step 2, after 1 whole epoch, was kept`,
      ),
    );
    expect(readdirSync(bench.folder.checkpoints)).toEqual(['epoch-0001.safetensors']);
  },
);

test('a validation loss that is no number ends the run too', async () => {
  const bad = [{ loss: Number.NaN, correct: 0, count: 4 }];
  await expect(bench.train(new FakeSession([batches], bad))).rejects.toThrow(
    /validation loss became NaN in epoch 1/,
  );
});
