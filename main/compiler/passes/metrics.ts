/** What a step reports: loss, correct answers, examples. Adds `train_on_batch` and `eval_on_batch`. */
import { Builder } from '../ir/builder';
import { IrError, type Value } from '../ir/types';
import type { Pass } from './pass';

export const addMetrics: Pass = {
  name: 'metrics',
  run(program) {
    const { landmarks } = program;
    const build = new Builder(program);
    const counted = (prefix: string, output: Value, labels: Value) => ({
      correct: build.value('count_correct', `${prefix}/correct`, [output, labels], {}),
      count: build.value('batch_size', `${prefix}/count`, [labels], {}),
    });

    const { learningRate, seed, step, trainImages, trainLabels, trainOutput, loss } = landmarks;
    if (!learningRate || !seed || !step || !trainImages || !trainLabels || !trainOutput || !loss) {
      throw new IrError("The pass 'metrics' needs the training network and its loss.");
    }
    build.entry({
      name: 'train_on_batch',
      inputs: { learning_rate: learningRate, seed, step, x: trainImages, y: trainLabels },
      outputs: { loss, ...counted('.train', trainOutput, trainLabels) },
      effects: program.updates,
    });

    const { evalImages, evalLabels, evalOutput, evalLossSum } = landmarks;
    if (!evalImages || !evalLabels || !evalOutput || !evalLossSum) {
      throw new IrError("The pass 'metrics' needs the inference network and its loss.");
    }
    build.entry({
      name: 'eval_on_batch',
      inputs: { x: evalImages, y: evalLabels },
      outputs: { loss_sum: evalLossSum, ...counted('.eval', evalOutput, evalLabels) },
      effects: [],
    });
    return build.finish();
  },
};
