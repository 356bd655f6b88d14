/**
 * Mixup (Zhang et al., 2018) and cutmix (Yun et al., 2019): each training image is mixed with another of its batch, and so
 * are the targets. The draws are a pure function of (seed, step). Comes after 'normalize', so images are mixed before they
 * are normalized (the same, as both are linear), and before 'loss'.
 */
import { bug, type Value } from '../ir/types';
import { behindImages } from './behind-images';
import { landmarksOf, type Pass } from './pass';

export const mixBatch = (alphas: { mixup: number; cutmix: number }): Pass => ({
  name: 'mix',
  run(program) {
    const needed = ['trainLabels', 'trainOutput', 'seed', 'step'] as const;
    const { trainLabels, trainOutput, seed, step } = landmarksOf(program, 'mix', ...needed);
    const classes = trainOutput.shape.at(-1) ?? bug('A head has a known width. Received: none.');
    let trainTargets: Value | undefined;
    const after = behindImages(program, ['trainImages'], (build, images) => {
      const targets = build.value('one_hot', '.train/one_hot', [trainLabels], { classes });
      const inputs = [images, targets, seed, step];
      const [x, y] = build.add('mix_batch', '.train/mix', inputs, alphas).outputs;
      trainTargets = y;
      return x!;
    });
    return { ...after, landmarks: { ...after.landmarks, ...(trainTargets ? { trainTargets } : {}) } };
  },
});
