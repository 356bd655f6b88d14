/**
 * The numbers that a step reports: loss, counts of correct predictions and of examples, and the confusion matrix of an
 * evaluation. All are sums that add up over batches of any size. Adds `train_on_batch` and `eval_on_batch`.
 */
import type { Value } from '../ir/types';
import { appending, landmarksOf } from './pass';

/** Top-5 accuracy is meaningful only with more classes than this. */
const TOP = 5;

export const addMetrics = appending('metrics', (build, program) => {
  const counted = (prefix: string, output: Value, labels: Value) => ({
    correct: build.value('count_correct', `${prefix}/correct`, [output, labels], {}),
    count: build.value('batch_size', `${prefix}/count`, [labels], {}),
    // keras.metrics.SparseTopKCategoricalAccuracy
    ...((output.shape.at(-1) ?? 0) > TOP
      ? { top5: build.value('count_top', `${prefix}/top5`, [output, labels], { k: TOP }) }
      : {}),
  });
  const { learningRate, seed, step, trainImages, trainLabels, trainOutput, loss } = landmarksOf(
    program,
    'metrics',
    ...(['learningRate', 'seed', 'step', 'trainImages', 'trainLabels', 'trainOutput', 'loss'] as const),
  );
  build.entry({
    name: 'train_on_batch',
    inputs: { learning_rate: learningRate, seed, step, x: trainImages, y: trainLabels },
    outputs: { loss, ...counted('.train', trainOutput, trainLabels) },
    effects: program.updates,
  });

  const needed = ['evalImages', 'evalLabels', 'evalOutput', 'evalLossSum'] as const;
  const { evalImages, evalLabels, evalOutput, evalLossSum } = landmarksOf(program, 'metrics', ...needed);
  build.entry({
    name: 'eval_on_batch',
    inputs: { x: evalImages, y: evalLabels },
    outputs: {
      loss_sum: evalLossSum,
      ...counted('.eval', evalOutput, evalLabels),
      confusion: build.value('confusion_matrix', '.eval/confusion', [evalOutput, evalLabels], {}),
    },
  });
});
