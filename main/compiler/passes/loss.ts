/**
 * Sparse categorical cross-entropy, as keras.losses.SparseCategoricalCrossentropy on TensorFlow: a softmax
 * head is fused with it (computed from its logits), and so is a sigmoid head, whose logits Keras takes just
 * so; any other output is taken for probabilities, clipped to [1e-7, 1 - 1e-7] and normalised.
 * Source: keras/src/backend/tensorflow/nn.py, `sparse_categorical_crossentropy` and `_get_logits`.
 */
import { Builder } from '../ir/builder';
import type { Program, Value } from '../ir/types';
import type { Pass } from './pass';

/** keras.config.epsilon() */
const EPSILON = 1e-7;

export const addLoss: Pass = {
  name: 'loss',
  run(program) {
    const { trainOutput, trainLabels, evalOutput, evalLabels } = program.landmarks;
    const build = new Builder(program);
    if (trainOutput && trainLabels) {
      const losses = crossEntropy(program, build, '.train/loss', trainOutput, trainLabels);
      build.mark({ loss: build.value('mean', '.train/loss/mean', [losses], {}) });
    }
    if (evalOutput && evalLabels) {
      const losses = crossEntropy(program, build, '.eval/loss', evalOutput, evalLabels);
      build.mark({ evalLossSum: build.value('sum', '.eval/loss/sum', [losses], {}) });
    }
    return build.finish();
  },
};

function crossEntropy(program: Program, build: Builder, name: string, output: Value, labels: Value): Value {
  const head = program.nodes.find((node) => node.name === output.node);
  const hasLogits =
    head?.operator === 'softmax' ||
    (head?.operator === 'activation' && head.attributes.function === 'sigmoid');
  const logits = hasLogits ? (head.inputs[0] as Value) : logarithm(build, name, output);
  return build.value('softmax_cross_entropy', `${name}/cross_entropy`, [logits, labels], {});
}

function logarithm(build: Builder, name: string, output: Value): Value {
  const clipped = build.value('clip', `${name}/clip`, [output], { low: EPSILON, high: 1 - EPSILON });
  return build.value('unary', `${name}/log`, [clipped], { function: 'log' });
}
