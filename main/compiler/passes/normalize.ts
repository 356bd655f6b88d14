/**
 * Normalization of images as a part of the network: in front of it, in training and in inference, so that whoever feeds
 * a batch feeds images in 0..1 and every export carries it. Its statistics are variables beside the weights: `load_data`
 * computes them from the training images, checkpoints keep them and `write_weights` restores them; `init` leaves them
 * alone.
 */
import type { Normalization } from '../../../core/study/augmentation';
import type { Center } from '../ir/attributes';
import { Builder } from '../ir/builder';
import type { Program } from '../ir/types';
import { behindImages } from './behind-images';
import type { Pass } from './pass';

/** Mean of the training images in 0..1: [C], or [H,W,C] for a mean per pixel. */
export const MEAN = '.data/mean';
/** Population deviation of the training images in 0..1, [C]. */
export const DEVIATION = '.data/deviation';

/** Names and shapes of the statistics. */
export function statisticsOf(
  normalization: Normalization,
  imageShape: readonly number[],
): { name: string; shape: readonly number[] }[] {
  if (normalization === 'none') return [];
  if (normalization === 'per-pixel-mean') return [{ name: MEAN, shape: imageShape }];
  return [MEAN, DEVIATION].map((name) => ({ name, shape: imageShape.slice(-1) }));
}

/** What augmentation must know of the statistics that a program declares. */
export function centerOf(build: Builder): Center | undefined {
  if (!build.has(MEAN)) return undefined;
  return { variable: MEAN, of: build.has(DEVIATION) ? 'channel' : 'pixel' };
}

export const normalizeImages = (normalization: Normalization, imageShape: readonly number[]): Pass => ({
  name: 'normalize',
  run(program: Program) {
    const statistics = statisticsOf(normalization, imageShape);
    const declared = new Builder(program);
    for (const { name, shape } of statistics) {
      declared.declare({ name, shape, dtype: 'float32', role: 'weight', trainable: false });
    }
    return behindImages(declared.finish(), ['trainImages', 'evalImages'], (build, images) => {
      const reads = statistics.map(({ name }) => build.read(name));
      return build.value('normalize', build.unusedName(`${images.node}/normalized`), [images, ...reads], {});
    });
  },
});
