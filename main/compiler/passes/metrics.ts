/**
 * What a step reports: loss, counts of correct answers and of examples, and of an evaluation the confusion matrix.
 * All are sums that add up over batches of any size. Adds `train_on_batch` and `eval_on_batch`.
 */
import { Builder } from '../ir/builder';
import { bug, type Value } from '../ir/types';
import type { Pass } from './pass';

/** Top-5 accuracy says something where there are more than so many classes. */
const TOP = 5;

export const addMetrics: Pass = {
  name: 'metrics',
  run(program) {
    const { landmarks } = program;
    const build = new Builder(program);
    const counted = (prefix: string, output: Value, labels: Value) => ({
      correct: build.value('count_correct', `${prefix}/correct`, [output, labels], {}),
      count: build.value('batch_size', `${prefix}/count`, [labels], {}),
      // keras.metrics.SparseTopKCategoricalAccuracy
      ...(hasTop(output)
        ? { top5: build.value('count_top', `${prefix}/top5`, [output, labels], { k: TOP }) }
        : {}),
    });

    const { learningRate, seed, step, trainImages, trainLabels, trainOutput, loss } = landmarks;
    if (!learningRate || !seed || !step || !trainImages || !trainLabels || !trainOutput || !loss) {
      bug("The pass 'metrics' needs the training network and its loss.");
    }
    build.entry({
      name: 'train_on_batch',
      inputs: { learning_rate: learningRate, seed, step, x: trainImages, y: trainLabels },
      outputs: { loss, ...counted('.train', trainOutput, trainLabels) },
      effects: program.updates,
    });

    const { evalImages, evalLabels, evalOutput, evalLossSum } = landmarks;
    if (!evalImages || !evalLabels || !evalOutput || !evalLossSum) {
      bug("The pass 'metrics' needs the inference network and its loss.");
    }
    build.entry({
      name: 'eval_on_batch',
      inputs: { x: evalImages, y: evalLabels },
      outputs: {
        loss_sum: evalLossSum,
        ...counted('.eval', evalOutput, evalLabels),
        confusion: build.value('confusion_matrix', '.eval/confusion', [evalOutput, evalLabels], {}),
      },
      effects: [],
    });
    return build.finish();
  },
};

const hasTop = (output: Value): boolean => (output.shape.at(-1) ?? 0) > TOP;
