/**
 * Normalization of images as part of the network, in training and inference, so batches are always fed in 0..1 and
 * every export includes it. Its statistics are variables like weights, which `load_data` computes from the training
 * images; `init` does not change them.
 */
import type { Normalization } from '../../../core/study/augmentation';
import type { Center } from '../ir/attributes';
import { Builder } from '../ir/builder';
import { behindImages } from './behind-images';
import type { Pass } from './pass';

/** Mean of the training images in 0..1: [C], or [H,W,C] for a mean per pixel. */
export const MEAN = '.data/mean';
/** Population standard deviation of the training images in 0..1, [C]. */
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

/** The normalization that these statistics are for. */
export function normalizationBy(statistics: Pick<ReadonlyMap<string, unknown>, 'has'>): Normalization {
  if (statistics.has(DEVIATION)) return 'per-channel';
  return statistics.has(MEAN) ? 'per-pixel-mean' : 'none';
}

/** What the declared statistics mean for augmentation. */
export function centerOf(build: Builder): Center | undefined {
  if (!build.has(MEAN)) return undefined;
  return { variable: MEAN, of: build.has(DEVIATION) ? 'channel' : 'pixel' };
}

export function declareStatistics(build: Builder, statistics: ReturnType<typeof statisticsOf>): void {
  for (const { name, shape } of statistics) {
    build.declare({ name, shape, dtype: 'float32', role: 'weight', trainable: false });
  }
}

export const normalizeImages = (normalization: Normalization, imageShape: readonly number[]): Pass => ({
  name: 'normalize',
  run(program) {
    const statistics = statisticsOf(normalization, imageShape);
    const declared = new Builder(program);
    declareStatistics(declared, statistics);
    return behindImages(declared.finish(), ['trainImages', 'evalImages'], (build, images) => {
      const reads = statistics.map(({ name }) => build.read(name));
      return build.value('normalize', build.unusedName(`${images.node}/normalized`), [images, ...reads], {});
    });
  },
});
