import { earlyStopping } from '../../../../main/training/callbacks/early-stopping';
import { type Batch, FakeSession } from '../fake-session';
import { Bench, validation } from '../support';

let bench: Bench;
let said: string[];
beforeEach(() => {
  bench = new Bench();
  said = [];
});
afterEach(() => bench.dispose());

const train = (losses: number[], earlyStoppingRule: object | null, anew?: number[]) => {
  const epochs = losses.map((loss): Batch[] => [{ loss, correct: 1, count: 1 }]);
  const settings = { epochs: losses.length, earlyStopping: earlyStoppingRule };
  return bench.train(new FakeSession(epochs, validation), settings, { stepsPerEpoch: 1 }, [
    earlyStopping((text) => said.push(text), anew),
  ]);
};

test('ends after `patience` epochs without an improvement, and says what becomes of the weights', async () => {
  const { stopping, epoch } = await train([3, 2, 2.5, 2.4, 1, 1], { metric: 'loss', patience: 2 });
  expect([stopping, epoch]).toEqual(['early', 4]);
  expect(said).toEqual([
    expect.stringMatching(/loss has not improved for 2 epochs\. No weights are restored/),
  ]);
});

test('an improvement by no more than minDelta is none', async () => {
  const rule = { metric: 'loss', patience: 2, minDelta: 0.5 };
  expect(await train([3, 2.9, 2.8, 2.7, 1], rule)).toMatchObject({ stopping: 'early', epoch: 3 });
});

test.each<[string, number[], object | null]>([
  ['without the rule', [1, 2, 3, 4], null],
  ['while it improves', [4, 3, 2, 1], { metric: 'loss', patience: 1 }],
  ['at the last epoch, where it would change nothing', [1, 2], { metric: 'loss', patience: 1 }],
])('does nothing %s', async (_what, losses, rule) => {
  expect(await train(losses, rule)).toMatchObject({ stopping: undefined, epoch: losses.length });
  expect(said).toEqual([]);
});

test('a run that it ended waits from the start when it is extended', async () => {
  const rule = { metric: 'loss', patience: 2 };
  expect(await train([1, 2, 2, 2, 2], rule)).toMatchObject({ epoch: 3 });
  expect(await train([1, 2, 2, 2, 2, 2], rule, [3])).toMatchObject({ stopping: 'early', epoch: 5 });
  // And again, in any order of events.
  expect(await train([1, 2, 2, 2, 2, 2, 2, 2], rule, [5, 3])).toMatchObject({ stopping: 'early', epoch: 7 });
});

test('one that came to its end with its patience nearly gone has all of it in the added epochs', async () => {
  const rule = { metric: 'loss', patience: 3 };
  expect(await train([1, 2, 2], rule)).toMatchObject({ stopping: undefined, epoch: 3 });
  expect(await train([1, 2, 2, 2, 2, 2, 2], rule, [3])).toMatchObject({ stopping: 'early', epoch: 6 });
});

test('extended before its end, it may stop within the epochs that were planned', async () => {
  const rule = { metric: 'loss', patience: 2 };
  expect(await train([1, 2, 2, 2, 2, 2, 2], rule, [4])).toMatchObject({ stopping: 'early', epoch: 3 });
});

test('and waits from the start after them', async () => {
  const rule = { metric: 'loss', patience: 3 };
  expect(await train([1, 0, 2, 2, 2, 2, 2, 2], rule, [4])).toMatchObject({ stopping: 'early', epoch: 7 });
});

test('killed within the added epochs and taken up again, it counts those before the kill', async () => {
  await train([1, 2, 2, 2], null);
  const rule = { metric: 'loss', patience: 3 };
  expect(await train([1, 2, 2, 2, 2, 2, 2], rule, [3])).toMatchObject({ stopping: 'early', epoch: 6 });
});
