import { bestEpoch, epochsWithoutImprovement, improves } from '../../../../core/study/monitor';
import type { EpochMetrics } from '../../../../core/study/run';

const epochs = (metric: 'valLoss' | 'valAccuracy', values: number[]): EpochMetrics[] =>
  values.map((value, index) => ({
    ...{ type: 'epoch', epoch: index + 1, loss: 0, accuracy: 0, valLoss: 0, valAccuracy: 0 },
    ...{ seconds: 1, imagesPerSecond: 1, [metric]: value },
  })) as EpochMetrics[];

test('accuracies grow, losses fall, and NaN never improves', () => {
  expect(improves('valAccuracy', 0.6, 0.5)).toBe(true);
  expect(improves('valAccuracy', 0.5, 0.5)).toBe(false);
  expect(improves('valLoss', 0.4, 0.5)).toBe(true);
  expect(improves('valLoss', 0.6, 0.5)).toBe(false);
  expect(improves('valLoss', 0.45, 0.5, 0.1)).toBe(false);
  expect(improves('valLoss', Number.NaN, 0.5)).toBe(false);
});

test('the best epoch is the earliest of equals', () => {
  expect(bestEpoch('valAccuracy', epochs('valAccuracy', [0.1, 0.8, 0.8, 0.2]))?.epoch).toBe(2);
  expect(bestEpoch('valLoss', epochs('valLoss', [3, 1, 2]))?.epoch).toBe(2);
  expect(bestEpoch('valLoss', [])).toBeUndefined();
});

/** Epochs that keras.callbacks.EarlyStopping waits after these. */
test.each<[number[], number, number]>([
  [[1], 0, 0],
  [[1, 0.9, 0.8], 0, 0],
  [[1, 1, 1], 0, 2],
  [[1, 0.5, 0.6, 0.7], 0, 2],
  [[1, 0.95, 0.9, 0.85], 0.1, 0],
  [[1, 0.95, 0.92], 0.1, 2],
])('losses %j with a least improvement of %d: %d epochs without one', (values, minDelta, waited) => {
  expect(epochsWithoutImprovement('valLoss', minDelta, epochs('valLoss', values))).toBe(waited);
});
