/** Whether the statistics of BatchNormalization had settled when a run was validated. */

import {
  laggingWords,
  type SettlementRun,
  settlementOf,
  unsettledWords,
} from '../../../../core/study/batchnorm-settled';
import { settlingSteps } from '../../../../core/study/moving-averages';
import type { EpochMetrics } from '../../../../core/study/run';
import { trainingSettingsSchema } from '../../../../core/study/settings';

const batchNorm = { layers: 20, momentum: 0.99 };
const needed = settlingSteps(batchNorm);
const epochs: EpochMetrics[] = [1, 2].map((epoch) => ({
  type: 'epoch',
  epoch,
  loss: 1,
  accuracy: 0.8,
  valLoss: 2.3,
  valAccuracy: 0.1,
  seconds: 1,
  imagesPerSecond: 1,
}));
const run = (changes: Partial<SettlementRun> = {}): SettlementRun => ({
  settings: trainingSettingsSchema.parse({}),
  network: { batchNorm },
  stepsPerEpoch: 100,
  epochs,
  ...changes,
});

test('too few steps: says how many there were, and how many it takes', () => {
  const settlement = settlementOf(run());
  expect(settlement).toEqual({ state: 'unsettled', steps: 200, needed, momentum: 0.99, nearChance: true });
  expect(unsettledWords(settlement)).toBe(
    `BatchNorm statistics had not settled: 200 of about 600 steps (momentum 0.99)`,
  );
  expect(settlementOf(run(), 1)).toMatchObject({ steps: 100 });
});

test('enough steps, also those of the run that one was restarted from', () => {
  expect(settlementOf(run({ stepsPerEpoch: Math.ceil(needed / 2) }))).toEqual({ state: 'settled' });
  const startedFrom = { runId: 'a', epoch: 9, step: needed - 100 };
  expect(settlementOf(run({ startedFrom }), 1)).toEqual({ state: 'settled' });
});

test('statistics that are re-estimated have nothing to settle', () => {
  const settings = trainingSettingsSchema.parse({ preciseBatchNorm: { batches: 10 } });
  expect(settlementOf(run({ settings }))).toEqual({ state: 're-estimated' });
  const none = { batchNorm: { layers: 0, momentum: 0 } };
  expect(settlementOf(run({ settings, network: none }))).toEqual({ state: 'no-batch-norm' });
});

test('records of before say nothing, unless the graph does', () => {
  expect(settlementOf(run({ network: {} }))).toEqual({ state: 'unknown' });
  expect(settlementOf({ ...run(), stepsPerEpoch: undefined })).toEqual({ state: 'unknown' });
  expect(settlementOf(run({ epochs: [] }))).toEqual({ state: 'unknown' });
  expect(settlementOf(run({ network: {} }), 2, batchNorm)).toMatchObject({ state: 'unsettled' });
  expect(unsettledWords({ state: 'unknown' })).toBeUndefined();
});

test('a momentum of 1 never settles', () => {
  const settlement = settlementOf(run({ network: { batchNorm: { layers: 1, momentum: 1 } } }));
  expect(unsettledWords(settlement)).toBe(
    'BatchNorm statistics had not settled: with momentum 1 they never do',
  );
});

describe('before a training', () => {
  const settings = trainingSettingsSchema.parse({ epochs: 5, batchSize: 250 });

  test('the slowest of its networks is warned of', () => {
    const networks = [{ layers: 0, momentum: 0 }, { layers: 19, momentum: 0.9 }, batchNorm];
    expect(laggingWords(networks, settings, 10_000)).toBe(
      'Validation will read near chance: the moving averages of BatchNorm (momentum 0.99) have not settled after 200 steps; that takes about 600.',
    );
    expect(laggingWords(networks.slice(0, 2), settings, 10_000)).toBe(
      'Validation will read too low: the moving averages of BatchNorm (momentum 0.9) have not settled after 200 steps; that takes about 330.',
    );
    expect(laggingWords([{ layers: 1, momentum: 1 }], settings, 1_000_000)).toBe(
      'Validation will read near chance: the moving averages of BatchNorm (momentum 1) never settle.',
    );
  });

  test('one that is long enough, or re-estimates them, is not', () => {
    expect(laggingWords([batchNorm], settings, 50_000)).toBeUndefined();
    expect(laggingWords([], settings, 1)).toBeUndefined();
    const precise = trainingSettingsSchema.parse({ preciseBatchNorm: {} });
    expect(laggingWords([batchNorm], precise, 256)).toBeUndefined();
  });
});
