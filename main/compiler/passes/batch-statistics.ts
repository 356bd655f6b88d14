/**
 * Precise BatchNorm (Wu and Johnson, arXiv 2105.07576, section 3): moving mean and variance are re-estimated from training
 * batches while the weights do not change. What each layer sees is averaged apart and set at the end, so a re-estimation
 * that is stopped changes nothing.
 *
 * mean = E[batch mean]; variance = E[batch variance + batch mean ^ 2] - mean ^ 2, the variance of all examples together
 * (fvcore's `_PopulationVarianceEstimator`), in the form of Chan, Golub and LeVeque (1979), which subtracts no large
 * numbers. With the share w of the new batch in all examples so far:
 *
 *   d = batch mean - mean;  mean += w d;  variance = (1 - w) (variance + w d^2) + w batch variance.
 */
import type { Builder } from '../ir/builder';
import type { Program, Value } from '../ir/types';
import { type FollowedStatistic, followedStatistics } from '../lower/normalization';
import { appending, landmarksOf } from './pass';

/** Whether the network has statistics to re-estimate. */
export const hasBatchStatistics = ({ entries }: Program): boolean =>
  entries.some(({ name }) => name === 'take_statistics');

/** After 'metrics'. Adds `begin_statistics`, `statistics_on_batch` and `take_statistics` where there is a BatchNormalization. */
export const addBatchStatistics = appending('batch statistics', (build, program) => {
  const layers = followedStatistics(program);
  if (layers.length === 0) return;
  const needed = ['trainImages', 'trainLabels', 'seed', 'step'] as const;
  const { trainImages: x, trainLabels: y, seed, step } = landmarksOf(program, 'batch statistics', ...needed);
  const weight = build.input('.statistics/weight', 'float32');
  const rest = build.binary('subtract', '.statistics/rest', build.scalar('.statistics/one', 1), weight);
  const begins: string[] = [];
  const steps: string[] = [];
  const takes: string[] = [];
  for (const layer of layers) {
    const [mean, variance] = [layer.mean, layer.variance].map(({ variable, batch }): FollowedStatistic => {
      const average = `${variable}/estimate`;
      const shape = batch.shape as readonly number[];
      build.declare({ name: average, dtype: 'float32', shape, role: 'average', trainable: false });
      const zero = build.value('constant', `${average}/zero`, [], { dtype: 'float32', shape, value: 0 });
      begins.push(build.assign(average, 'begin', zero));
      const attributes = { variable };
      takes.push(build.add('assign', `${average}/take`, [build.read(average)], attributes).name);
      return { variable: average, batch };
    }) as [FollowedStatistic, FollowedStatistic];
    const next = combined(build, mean, variance, weight, rest);
    steps.push(build.assign(mean.variable, 'add', next.mean));
    steps.push(build.assign(variance.variable, 'add', next.variance));
  }
  build.entry({ name: 'begin_statistics', effects: begins });
  build.entry({ name: 'statistics_on_batch', inputs: { weight, seed, step, x, y }, effects: steps });
  build.entry({ name: 'take_statistics', effects: takes });
});

/** Mean and variance combined with a batch that is `weight` of all examples; the others are `rest`. */
function combined(
  build: Builder,
  { variable: meanName, batch: batchMean }: FollowedStatistic,
  { variable: varianceName, batch: batchVariance }: FollowedStatistic,
  weight: Value,
  rest: Value,
) {
  const [mean, variance] = [build.read(meanName), build.read(varianceName)];
  const d = build.binary('subtract', `${meanName}/difference`, batchMean, mean);
  const moved = build.binary('multiply', `${meanName}/moved`, d, weight);
  const square = build.binary('multiply', `${varianceName}/square`, d, moved);
  const spread = build.binary('add', `${varianceName}/spread`, variance, square);
  const kept = build.binary('multiply', `${varianceName}/kept`, spread, rest);
  const added = build.binary('multiply', `${varianceName}/added`, batchVariance, weight);
  return {
    mean: build.binary('add', `${meanName}/next`, mean, moved),
    variance: build.binary('add', `${varianceName}/next`, kept, added),
  };
}
