/**
 * Grad-CAM (Selvaraju et al., 2017): the entry `grad_cam` -> x: the images, shares, and map: [n,h,w], the positive part of
 * the layer's channels, each weighted by the mean of its gradient. The gradient is that of the class's logit, before a
 * final softmax or sigmoid.
 */
import { differentiate } from '../gradients';
import { Builder } from '../ir/builder';
import { bug, type Program, scopeOf, type Value } from '../ir/types';
import { answeredLogits, sharesOf } from './answers';
import { scoresOf } from './loss';
import { landmarksOf, type Pass } from './pass';

export interface GradCam {
  /** Id of the layer to explain, with output [N,H,W,C]. */
  node: string;
  /** Output of the network; absent: the largest of each image. */
  of?: number | undefined;
}

export const addGradCam = ({ node, of }: GradCam, givesLogits = false): Pass => ({
  name: 'grad-cam',
  run(program) {
    const { evalImages, evalOutput } = landmarksOf(program, 'grad-cam', 'evalImages', 'evalOutput');
    // Nothing is trained here, so no variable has a gradient.
    const variables = program.variables.map((variable) => ({ ...variable, trainable: false }));
    const build = new Builder({ ...program, variables });
    const features = outputOf(program, node);
    const logit = logitOf(build, scoresOf(program, evalOutput).scores, of);
    const total = build.value('sum', '.grad_cam/total', [logit], {});
    // The sum over the batch has each image's own gradient.
    const [gradient] = differentiate(build, build.finish().nodes, total, [features]);
    if (!gradient) bug(`Grad-CAM looks at a layer that the output depends on. Received: '${node}'.`);
    build.reach('differentiated');
    const weights = build.value('spatial_mean', '.grad_cam/weights', [gradient], {});
    const outputs = {
      x: evalImages,
      shares: sharesOf(program, build, evalOutput, answeredLogits(program, build, evalOutput, givesLogits)),
      map: mapOf(build, features, weights),
    };
    build.entry({ name: 'grad_cam', inputs: { x: evalImages }, outputs });
    return build.finish();
  },
});

/** The last value of the layer. */
function outputOf(program: Program, layer: string): Value {
  const last = program.nodes.findLast(({ name, operator }) => scopeOf(name) === layer && operator !== 'read');
  const value = last?.outputs[0];
  if (value?.shape.length !== 4) bug(`Grad-CAM looks at a layer of [N,H,W,C]. Received: '${layer}'.`);
  return value;
}

/** [N,1] */
function logitOf(build: Builder, scores: Value, of: number | undefined): Value {
  if (of !== undefined) {
    return build.value('channel_slice', '.grad_cam/logit', [scores], { begin: of, size: 1 });
  }
  const shape = [null, scores.shape.at(-1) as number, 1, 1] as const;
  const column = build.value('reshape', '.grad_cam/column', [scores], { shape });
  return build.value('spatial_max', '.grad_cam/logit', [column], {});
}

function mapOf(build: Builder, features: Value, weights: Value): Value {
  const [, height, width, channels] = features.shape as readonly [null, number, number, number];
  const weighted = build.value('channel_scale', '.grad_cam/weighted', [features, weights], {});
  const ones = build.value('constant', '.grad_cam/ones', [], {
    dtype: 'float32',
    shape: [1, 1, channels, 1],
    value: 1,
  });
  const summed = build.value('conv2d', '.grad_cam/summed', [weighted, ones], {
    strides: [1, 1],
    padding: 'valid',
  });
  const positive = build.value('activation', '.grad_cam/positive', [summed], { function: 'relu' });
  return build.value('reshape', '.grad_cam/map', [positive], { shape: [null, height, width] });
}
