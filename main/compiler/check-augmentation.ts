/** What augmentation asks of the images that it is to change. */

import { plural } from '../../core/format/plural';
import { GraphError, type Problem, problem } from '../../core/graph/problem';
import type { CompileOptions } from './types';

/** @throws GraphError naming the setting, the rule and what was received. */
export function checkAugmentation({ augmentation, imageShape, batchSize }: CompileOptions): void {
  if (!augmentation) return;
  const [height = 0, width = 0, channels = 0] = imageShape;
  const smallest = Math.min(height, width);
  const problems: Problem[] = [];
  const require = (sound: boolean, subject: string, rule: string, received: string, hint: string): void => {
    if (!sound) problems.push(problem('train.augmentation', { subject, rule, received, hint }));
  };
  const size = `${height}×${width}`;

  const { padAndCrop, cutout, randomResizedCrop: crop, colorJitter, mixup, cutmix } = augmentation;
  require(padAndCrop <
    smallest, 'Pad and crop', `The padding is smaller than the images, ${size}: a crop would else hold none of the image.`, `${padAndCrop}`, `Pad by ${Math.max(1, Math.round(smallest / 8))}, the paper's share.`);
  require(cutout <=
    smallest, 'Cutout', `The square is no larger than the images, ${size}.`, `${cutout}`, `Cut out ${Math.max(1, Math.round(smallest / 2))}, the paper's share for CIFAR-10.`);
  if (crop) {
    require(crop.minScale <=
      crop.maxScale, 'Random resized crop', 'The smallest share of the area is no larger than the largest.', `${crop.minScale} and ${crop.maxScale}`, 'Exchange them.');
    require(crop.minRatio <=
      crop.maxRatio, 'Random resized crop', 'The smallest aspect ratio is no larger than the largest.', `${crop.minRatio} and ${crop.maxRatio}`, 'Exchange them.');
  }
  require(!colorJitter ||
    channels === 3, 'Color jitter', 'It changes images of three channels, red, green and blue.', plural(
    channels,
    'channel',
  ), 'Switch it off for this data set.');
  require((mixup === 0 && cutmix === 0) || batchSize > 1, mixup > 0
    ? 'Mixup'
    : 'Cutmix', 'It mixes images of one batch, so a batch holds two or more.', `a batch size of ${batchSize}`, 'Take a larger batch.');
  if (problems.length > 0) throw new GraphError(problems);
}
