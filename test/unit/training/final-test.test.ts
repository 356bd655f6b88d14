/** The one test number: of the best checkpoint, once, after the last epoch. */
import { finalTest } from '../../../main/training/loop/final-test';
import type { Training } from '../../../main/training/state/training';
import { FakeSession } from './fake-session';
import { Bench, batches } from './support';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.dispose());

/** The first epoch validates best. */
class Worsening extends FakeSession {
  private pass = 0;
  override async run(...given: Parameters<FakeSession['run']>) {
    const outputs = await super.run(...given);
    if (given[0] === 'begin_validation') this.pass++;
    return given[0] === 'eval_step' && this.pass > 1
      ? { ...outputs, correct: { ...outputs.correct!, data: Int32Array.of(0) } }
      : outputs;
  }
}

const session = () =>
  new Worsening(
    [batches, batches, batches],
    [{ loss: 1, correct: 3, count: 4 }],
    [
      { loss: 2, correct: 1, count: 4 },
      { loss: 4, correct: 1, count: 1 },
    ],
  );

const run = (fake: FakeSession, training: Training, stopRequested = () => false, shares: number[] = []) =>
  finalTest({
    session: fake,
    training,
    checkpoints: bench.folder.checkpoints,
    count: 5,
    stopRequested,
    progress: (share) => void shares.push(share),
  });

test('the weights of the best epoch, all test images, means over them', async () => {
  const fake = session();
  const training = await bench.train(fake, { epochs: 3 });
  fake.calls.length = 0;
  const shares: number[] = [];
  const metrics = await run(fake, training, undefined, shares);
  // After epoch 1 the weight, which counts steps, is 2.
  expect(fake.calls).toEqual(['write_weights v0=2', 'begin_test', 'test_step', 'test_step']);
  expect(metrics).toMatchObject({ loss: 12 / 5, accuracy: 2 / 5, count: 5, epoch: 1, ofEpochs: 3 });
  expect(shares).toEqual([0.8, 1]);
});

test('the best is by the metric that the settings name', async () => {
  const fake = session();
  const training = await bench.train(fake, { epochs: 3, checkpoints: { best: 'loss' } });
  // Equal losses in all epochs: the earliest.
  expect((await run(fake, training))?.epoch).toBe(1);
  expect(training.history.map(({ valAccuracy }) => valAccuracy)).toEqual([0.75, 0, 0]);
});

test('stopped on the way there is no number, and the next attempt gives the same as an undisturbed one', async () => {
  const fake = session();
  const training = await bench.train(fake, { epochs: 2 });
  let asked = 0;
  expect(await run(fake, training, () => ++asked > 1)).toBeUndefined();
  const again = session();
  const resumed = await bench.train(again, { epochs: 2 });
  expect(again.calls.filter((call) => call.startsWith('train_step'))).toEqual([]);
  const { at: _at, ...metrics } = (await run(again, resumed)) ?? {};
  const { at: _other, ...whole } = (await run(fake, training)) ?? {};
  expect(metrics).toEqual(whole);
});

test('a loss that is not a number is reported as such', async () => {
  const fake = new FakeSession(
    [batches],
    [{ loss: 1, correct: 1, count: 4 }],
    [{ loss: Number.NaN, correct: 0, count: 5 }],
  );
  const training = await bench.train(fake, { epochs: 1 });
  await expect(run(fake, training)).rejects.toThrow(/test loss/);
});
