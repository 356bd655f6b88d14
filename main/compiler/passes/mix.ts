/**
 * Mixup (Zhang et al., 2018) and cutmix (Yun et al., 2019): each training image is mixed with another of its batch, and
 * so is what it is to be taken for. The draws are a pure function of (seed, step). It stands behind 'normalize' in the
 * list, so that images are mixed in front of it (which is the same: both are linear), and before 'loss'.
 */
import { bug } from '../ir/types';
import { behindImages } from './behind-images';
import type { Pass } from './pass';

export const mixBatch = (alphas: { mixup: number; cutmix: number }): Pass => ({
  name: 'mix',
  run(program) {
    const { trainImages, trainLabels, trainOutput, seed, step } = program.landmarks;
    const classes = trainOutput?.shape.at(-1);
    if (!trainImages || !trainLabels || !seed || !step || typeof classes !== 'number') {
      bug("The pass 'mix' needs the training network.");
    }
    let mixed: { trainTargets?: (typeof program.landmarks)['trainTargets'] } = {};
    const after = behindImages(program, ['trainImages'], (build, images) => {
      const targets = build.value('one_hot', '.train/one_hot', [trainLabels], { classes });
      const inputs = [images, targets, seed, step];
      const [x, y] = build.add('mix_batch', '.train/mix', inputs, alphas).outputs;
      mixed = { trainTargets: y };
      return x!;
    });
    return { ...after, landmarks: { ...after.landmarks, ...mixed } };
  },
});
