/**
 * Precise BatchNorm (Wu and Johnson, "Rethinking 'Batch' in BatchNorm", arXiv 2105.07576, section 3): the moving mean and
 * variance are re-estimated from training batches with the weights held still. The network runs forward in training mode,
 * all layers at once, and what each layer saw of a batch goes into an average of its own, from which the moving
 * statistics are set at the end; so a re-estimation that is stopped changes nothing.
 *
 * mean = E[batch mean]; variance = E[batch variance + batch mean ^ 2] - mean ^ 2, the variance of all examples together
 * (the paper's equation, and fvcore's `_PopulationVarianceEstimator`). It is accumulated in the form of Chan, Golub and
 * LeVeque (1979), which subtracts no large numbers: with the share w that the new batch has of all examples so far,
 *
 *   d = batch mean - mean;  mean += w d;  variance = (1 - w) (variance + w d^2) + w batch variance.
 */
import { Builder } from '../ir/builder';
import { bug, type Program, type Value } from '../ir/types';
import { followedStatistics } from '../lower/normalization';
import type { Pass } from './pass';

/** Whether the network has statistics to be re-estimated. */
export const hasBatchStatistics = ({ entries }: Program): boolean =>
  entries.some(({ name }) => name === 'take_statistics');

/** Follows 'metrics'. Adds `begin_statistics`, `statistics_on_batch` and `take_statistics`; nothing without BatchNormalization. */
export const addBatchStatistics: Pass = {
  name: 'batch statistics',
  run(program) {
    const layers = followedStatistics(program);
    if (layers.length === 0) return program;
    const { trainImages, trainLabels, seed, step } = program.landmarks;
    if (!trainImages || !trainLabels || !seed || !step)
      bug("The pass 'batch statistics' needs the training network.");
    const build = new Builder(program);
    const weight = build.value('input', '.statistics/weight', [], { dtype: 'float32', shape: [] });
    const one = build.scalar('.statistics/one', 1);
    const rest = build.value('binary', '.statistics/rest', [one, weight], { function: 'subtract' });
    const begins: string[] = [];
    const steps: string[] = [];
    const takes: string[] = [];
    for (const { mean, variance } of layers) {
      const averages = [mean, variance].map(({ variable, batch }) => {
        const average = `${variable}/estimate`;
        const shape = batch.shape as readonly number[];
        build.declare({ name: average, dtype: 'float32', shape, role: 'average', trainable: false });
        const zero = { dtype: 'float32', shape, value: 0 } as const;
        const start = build.value('constant', `${average}/zero`, [], zero);
        begins.push(build.add('assign', `${average}/begin`, [start], { variable: average }).name);
        const estimate = build.read(average);
        takes.push(build.add('assign', `${average}/take`, [estimate], { variable }).name);
        return average;
      }) as [string, string];
      const next = combined(build, averages, [mean.batch, variance.batch], weight, rest);
      next.forEach((value, index) => {
        const variable = averages[index] as string;
        steps.push(build.add('assign', `${variable}/add`, [value], { variable }).name);
      });
    }
    build.entry({ name: 'begin_statistics', inputs: {}, outputs: {}, effects: begins });
    build.entry({
      name: 'statistics_on_batch',
      inputs: { weight, seed, step, x: trainImages, y: trainLabels },
      outputs: {},
      effects: steps,
    });
    build.entry({ name: 'take_statistics', inputs: {}, outputs: {}, effects: takes });
    return build.finish();
  },
};

/** Mean and variance with those of a batch that is `weight` of all examples; the others are `rest`. */
function combined(
  build: Builder,
  [meanName, varianceName]: readonly [string, string],
  [batchMean, batchVariance]: readonly [Value, Value],
  weight: Value,
  rest: Value,
): readonly [Value, Value] {
  const [mean, variance] = [build.read(meanName), build.read(varianceName)];
  const compute = (name: string, a: Value, b: Value, operation: 'add' | 'subtract' | 'multiply'): Value =>
    build.value('binary', name, [a, b], { function: operation });
  const d = compute(`${meanName}/difference`, batchMean, mean, 'subtract');
  const moved = compute(`${meanName}/moved`, d, weight, 'multiply');
  const square = compute(`${varianceName}/square`, d, moved, 'multiply');
  const spread = compute(`${varianceName}/spread`, variance, square, 'add');
  const kept = compute(`${varianceName}/kept`, spread, rest, 'multiply');
  const added = compute(`${varianceName}/added`, batchVariance, weight, 'multiply');
  return [
    compute(`${meanName}/next`, mean, moved, 'add'),
    compute(`${varianceName}/next`, kept, added, 'add'),
  ];
}
