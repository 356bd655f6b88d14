/**
 * Categorical cross-entropy as Keras on TensorFlow computes it: from the logits of a softmax or sigmoid head; any other
 * output is taken for probabilities, clipped to [1e-7, 1 - 1e-7] and normalized.
 * Source: keras/src/backend/tensorflow/nn.py, `sparse_categorical_crossentropy` and `_get_logits`.
 *
 * Unsmoothed classes take the sparse kernel (keras.losses.SparseCategoricalCrossentropy). With smoothing, or
 * `trainTargets` of an earlier pass, the loss is against (1 - smoothing) * targets + smoothing / classes
 * (keras.losses.CategoricalCrossentropy's `label_smoothing`). As in Keras, the validation loss is smoothed too, so runs
 * with different smoothing are compared by their accuracy.
 */
import type { Builder } from '../ir/builder';
import { bug, type Program, type Value } from '../ir/types';
import { appending, type Pass } from './pass';

/** keras.config.epsilon() */
const EPSILON = 1e-7;

/** @param smoothing share of a label that is spread over all classes, 0 up to 1 (Szegedy et al., 2016, section 7). */
export const addLoss = (smoothing = 0): Pass =>
  appending('loss', (build, program) => {
    const { trainOutput, trainLabels, trainTargets, evalOutput, evalLabels } = program.landmarks;
    if (trainOutput && trainLabels) {
      const truth = { labels: trainLabels, targets: trainTargets, smoothing };
      const losses = crossEntropy(program, build, '.train/loss', trainOutput, truth);
      build.mark({ loss: build.value('mean', '.train/loss/mean', [losses], {}) });
    }
    if (evalOutput && evalLabels) {
      const truth = { labels: evalLabels, smoothing };
      const losses = crossEntropy(program, build, '.eval/loss', evalOutput, truth);
      build.mark({ evalLossSum: build.value('sum', '.eval/loss/sum', [losses], {}) });
    }
  });

/** The targets that the output is compared with: classes, or distributions. */
interface Truth {
  labels: Value;
  targets?: Value | undefined;
  smoothing: number;
}

/** What the network computes before a final softmax or sigmoid; its output where there is neither. */
export function scoresOf(
  program: Program,
  output: Value,
): { scores: Value; head: 'softmax' | 'sigmoid' | undefined } {
  const last = program.nodes.find((node) => node.name === output.node);
  const scores = last?.inputs[0] as Value;
  if (last?.operator === 'softmax') return { scores, head: 'softmax' };
  const isSigmoid = last?.operator === 'activation' && last.attributes.function === 'sigmoid';
  return isSigmoid ? { scores, head: 'sigmoid' } : { scores: output, head: undefined };
}

export function logitsOf(program: Program, build: Builder, name: string, output: Value): Value {
  const { scores, head } = scoresOf(program, output);
  return head ? scores : logarithm(build, name, output);
}

/** @returns the losses, [N] */
function crossEntropy(program: Program, build: Builder, name: string, output: Value, truth: Truth): Value {
  return entropyOf(build, name, logitsOf(program, build, name, output), truth);
}

/** As `crossEntropy`, from logits. */
export function entropyOf(build: Builder, name: string, logits: Value, truth: Truth): Value {
  const entropy = `${name}/cross_entropy`;
  if (!truth.targets && truth.smoothing === 0) {
    return build.value('softmax_cross_entropy', entropy, [logits, truth.labels], {});
  }
  const classes = logits.shape.at(-1) ?? bug(`A head has a known width. Received: '${logits.node}'.`);
  const targets = truth.targets ?? build.value('one_hot', `${name}/one_hot`, [truth.labels], { classes });
  const smoothed = smooth(build, name, targets, truth.smoothing, classes);
  return build.value('soft_cross_entropy', entropy, [logits, smoothed], {});
}

function smooth(build: Builder, name: string, targets: Value, smoothing: number, classes: number): Value {
  if (smoothing === 0) return targets;
  const combine = (part: string, value: Value, by: number, fn: 'multiply' | 'add') =>
    build.binary(fn, `${name}/${part}`, value, build.scalar(`${name}/${part}_by`, by));
  const kept = combine('kept', targets, 1 - smoothing, 'multiply');
  return combine('smoothed', kept, smoothing / classes, 'add');
}

function logarithm(build: Builder, name: string, output: Value): Value {
  const clipped = build.value('clip', `${name}/clip`, [output], { low: EPSILON, high: 1 - EPSILON });
  return build.unary('log', `${name}/log`, clipped);
}
