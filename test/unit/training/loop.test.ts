import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { runFolder } from '../../../main/runs/folder';
import { readMetrics } from '../../../main/runs/metrics-file';
import { readSafetensors } from '../../../main/runs/safetensors';
import { type LoopOptions, trainingLoop } from '../../../main/training/loop';
import type { FromWorker } from '../../../main/training/protocol';
import { RunRecorder } from '../../../main/training/recorder';
import { type Batch, FakeSession } from './fake-session';

const variables = [
  { name: 'dense/bias', shape: [1], trainable: true, role: 'weight', initializer: 'zeros' },
] as const;
const validation: Batch[] = [
  { loss: 1, correct: 1, count: 3 },
  { loss: 5, correct: 1, count: 1 },
];

let path: string;
let sent: FromWorker[];
let clock: number;
let recorder: RunRecorder;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'skipwire-loop-'));
  mkdirSync(path, { recursive: true });
  sent = [];
  clock = 1_000_000;
  recorder = new RunRecorder(
    runFolder(path),
    (message) => sent.push(message),
    () => clock,
  );
});
afterEach(() => {
  recorder.close();
  rmSync(path, { recursive: true, force: true });
});

function loop(session: FakeSession, change: Partial<LoopOptions> = {}, epochs = 1) {
  return trainingLoop({
    session,
    model: { variables, stepsPerEpoch: 2 },
    settings: trainingSettingsSchema.parse({ epochs, seed: 9, optimizer: { learningRate: 0.5 } }),
    valCount: 4,
    recorder,
    stopRequested: () => false,
    now: () => clock,
    ...change,
  });
}

const batches: Batch[] = [
  { loss: 2, correct: 2, count: 4 },
  { loss: 4, correct: 2, count: 2 },
];

test('metrics of an epoch are means over examples, whatever the sizes of the batches', async () => {
  expect(await loop(new FakeSession([batches], validation))).toBe('finished');
  const { steps, epochs } = await readMetrics(join(path, 'metrics.jsonl'));
  expect(steps).toMatchObject([
    { step: 1, epoch: 1, loss: 2, accuracy: 0.5 },
    { step: 2, epoch: 1, loss: 4, accuracy: 1 },
  ]);
  const [epoch] = epochs;
  expect(epoch?.loss).toBeCloseTo((2 * 4 + 4 * 2) / 6);
  expect(epoch?.accuracy).toBeCloseTo(4 / 6);
  expect(epoch?.valLoss).toBeCloseTo((1 * 3 + 5 * 1) / 4);
  expect(epoch?.valAccuracy).toBeCloseTo(2 / 4);
});

test('the session is driven with the seed, the epoch from 1 and the step from 0 over the whole run', async () => {
  const session = new FakeSession([batches, [batches[0]!]], []);
  await loop(new FakeSession([batches], validation));
  await expect(loop(session, {}, 2)).rejects.toThrow();
  const second = new FakeSession([batches, [batches[0]!]], validation);
  await loop(second, {}, 2);
  const rate = 'learning_rate=0.5 seed=9';
  const validate = ['begin_validation', 'eval_step', 'eval_step', 'eval_step', 'read_weights'];
  expect(second.calls).toEqual([
    'begin_epoch seed=9 epoch=1 first_batch=0',
    `train_step ${rate} step=0`,
    `train_step ${rate} step=1`,
    `train_step ${rate} step=2`,
    ...validate,
    'begin_epoch seed=9 epoch=2 first_batch=0',
    `train_step ${rate} step=2`,
    `train_step ${rate} step=3`,
    ...validate,
  ]);
});

test('a checkpoint after every epoch, the last two kept, and the epoch told after its checkpoint', async () => {
  const one = [batches[0]!];
  await loop(new FakeSession([one, one, one], validation), {}, 3);
  const folder = join(path, 'checkpoints');
  expect(readdirSync(folder)).toEqual(['epoch-0002.safetensors', 'epoch-0003.safetensors']);
  const { tensors, metadata } = await readSafetensors(join(folder, 'epoch-0003.safetensors'));
  expect(tensors.get('dense/bias')?.data).toEqual(Float32Array.of(3));
  expect(metadata).toEqual({ format: 'skipwire.checkpoint', epoch: '3', step: '3' });
  const order = sent
    .filter((one) => one.type === 'checkpoint' || one.type === 'epoch')
    .map((one) => one.type);
  expect(order).toEqual(['checkpoint', 'epoch', 'checkpoint', 'epoch', 'checkpoint', 'epoch']);
});

test('a stop is honoured at the next batch: no further step, no checkpoint, the steps so far kept', async () => {
  let asked = 0;
  const session = new FakeSession([batches], validation);
  expect(await loop(session, { stopRequested: () => ++asked > 1 })).toBe('stopped');
  expect(session.calls.filter((call) => call.startsWith('train_step'))).toHaveLength(1);
  expect((await readMetrics(join(path, 'metrics.jsonl'))).steps).toHaveLength(1);
  expect(readdirSync(path)).not.toContain('checkpoints');
});

test('a stop arrives between batches without any help of the loop: messages are let in', async () => {
  const many = Array.from({ length: 50 }, () => batches[0]!);
  let stop = false;
  setImmediate(() => {
    stop = true;
  });
  expect(await loop(new FakeSession([many], validation), { stopRequested: () => stop })).toBe('stopped');
  expect((await readMetrics(join(path, 'metrics.jsonl'))).steps.length).toBeLessThan(3);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])(
  'a loss of %s ends the run, the last checkpoint stays',
  async (loss) => {
    const bad = [batches[0]!, { loss, correct: 0, count: 4 }];
    await expect(loop(new FakeSession([batches, bad], validation), {}, 3)).rejects.toThrow(
      new RegExp(
        `loss became ${loss} in epoch 2 at step 4.*smaller learning rate \\(it was 0.5\\).*epoch 1 is kept`,
      ),
    );
    expect(readdirSync(join(path, 'checkpoints'))).toEqual(['epoch-0001.safetensors']);
    recorder.flush();
    expect((await readMetrics(join(path, 'metrics.jsonl'))).steps).toHaveLength(3);
  },
);

test('a validation loss that is no number ends the run too', async () => {
  const bad = [{ loss: Number.NaN, correct: 0, count: 4 }];
  await expect(loop(new FakeSession([batches], bad))).rejects.toThrow(
    /validation loss became NaN in epoch 1/,
  );
});

test('steps are sent about ten times a second, the last of an epoch always; all are written', async () => {
  const session = new FakeSession([Array.from({ length: 25 }, () => batches[0]!)], validation);
  const run = session.run.bind(session);
  session.run = (signature, inputs) => {
    if (signature === 'train_step') clock += 30;
    return run(signature, inputs);
  };
  await loop(session);
  const steps = sent.flatMap((message) => (message.type === 'step' ? [message.metrics.step] : []));
  expect(steps).toEqual([1, 5, 9, 13, 17, 21, 25]);
  expect((await readMetrics(join(path, 'metrics.jsonl'))).steps).toHaveLength(25);
});

test('steps reach the file at least once a second', () => {
  const at = (step: number) => ({ type: 'step', step, epoch: 1, loss: 1, accuracy: 0, seconds: 0 }) as const;
  const lines = () => readFileSync(join(path, 'metrics.jsonl'), 'utf8').split('\n').length - 1;
  recorder.step(at(1));
  clock += 900;
  recorder.step(at(2));
  expect(lines()).toBe(0);
  clock += 100;
  recorder.step(at(3));
  expect(lines()).toBe(3);
});
