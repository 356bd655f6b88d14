/**
 * The predictions for images from the input pipeline. The entry `answers` -> shares: [n,classes], which add up to 1,
 * and losses: [n], as the validation computes them; `seen` -> x: the images, and shares.
 */
import { Builder } from '../ir/builder';
import type { Program, Value } from '../ir/types';
import { entropyOf, logitsOf, scoresOf } from './loss';
import { landmarksOf, type Pass } from './pass';

export interface Answering {
  /** The training's label smoothing. */
  labelSmoothing?: number | undefined;
  /** The output without a softmax or sigmoid is logits. */
  givesLogits?: boolean | undefined;
}

export const addAnswers = ({ labelSmoothing = 0, givesLogits = false }: Answering): Pass => ({
  name: 'answers',
  run(program) {
    const needed = landmarksOf(program, 'answers', 'evalImages', 'evalLabels', 'evalOutput');
    const { evalImages, evalLabels, evalOutput } = needed;
    const build = new Builder(program);
    const logits = answeredLogits(program, build, evalOutput, givesLogits);
    const shares = sharesOf(program, build, evalOutput, logits);
    const truth = { labels: evalLabels, smoothing: labelSmoothing };
    const losses = entropyOf(build, '.predict/loss', logits, truth);
    const inputs = { x: evalImages, labels: evalLabels };
    build.entry({ name: 'answers', inputs, outputs: { shares, losses } });
    build.entry({ name: 'seen', inputs, outputs: { x: evalImages, shares } });
    return build.finish();
  },
});

/** The logits that the loss of the training is computed from, unless the output itself is them. */
export function answeredLogits(program: Program, build: Builder, output: Value, givesLogits: boolean): Value {
  const { head } = scoresOf(program, output);
  if (givesLogits && !head) return output;
  return logitsOf(program, build, build.unusedName('.predict/logits'), output);
}

export function sharesOf(program: Program, build: Builder, output: Value, logits: Value): Value {
  if (scoresOf(program, output).head === 'softmax') return output;
  return build.value('softmax', build.unusedName('.predict/shares'), [logits], {});
}
