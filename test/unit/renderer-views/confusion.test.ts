import type { EpochMetrics } from '../../../core/study/run';
import type { MetricName } from '../../../core/study/settings';
import { classAccuracies, epochsWithConfusion, mostConfused } from '../../../renderer/compare/confusion';
import { epoch, settings } from './fixtures';

const confusion = [
  [8, 2, 0],
  [1, 0, 3],
  [0, 0, 0],
];

test('accuracy by class is the share of its images; a class without images has none', () => {
  expect(classAccuracies(confusion)).toEqual([
    { index: 0, count: 10, accuracy: 0.8 },
    { index: 1, count: 4, accuracy: 0 },
    { index: 2, count: 0 },
  ]);
});

test('the most confused pairs come by share of the true class', () => {
  expect(mostConfused(confusion, 2)).toEqual([
    { truth: 1, predicted: 2, count: 3, share: 0.75 },
    { truth: 1, predicted: 0, count: 1, share: 0.25 },
  ]);
  expect(mostConfused(confusion, 9)).toHaveLength(3);
  expect(mostConfused([[3]], 9)).toEqual([]);
});

test('the last epoch, and the best by the metric of the checkpoints where it is another', () => {
  const with_ = (number: number, valAccuracy: number) => epoch(number, { valAccuracy });
  const of = (epochs: EpochMetrics[], best: MetricName = 'valAccuracy') =>
    epochsWithConfusion({
      epochs,
      settings: { ...settings(), checkpoints: { ...settings().checkpoints, best } },
    });
  expect(of([])).toEqual({});
  const [first, second] = [with_(1, 0.6), with_(2, 0.5)];
  expect(of([first, second])).toEqual({ last: second, best: first });
  expect(of([first, second], 'valLoss')).toEqual({ last: second });
  expect(of([with_(1, 0.4), second])).toEqual({ last: second });
});
