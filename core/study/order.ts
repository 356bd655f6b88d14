/** The order in which a training sees its images, and how many steps and validation images follow from it. */
import { z } from 'zod';
import { setting } from './setting/entry';

/**
 * epoch: each epoch permutes all images, then batches them; the last batch may be short.
 * tutorial: batches are made once, in the order of the file, then repeated without end and shuffled in a buffer of
 * `SHUFFLED_BATCHES` (tf.data's `batch(n).repeat().shuffle(200)`). The stream continues from one epoch to the next, so a
 * batch may appear twice in one epoch and not in another, and the short batch at the end of the file appears among the
 * others. An epoch has as many steps as there are whole batches, and so has a validation, from the first image on.
 */
export const orderSchema = setting(z.enum(['epoch', 'tutorial']).default('epoch'), {
  group: 'data',
  flag: 'order',
  keras: 'tf.data.Dataset.shuffle',
});
export type Order = z.infer<typeof orderSchema>;

/** Batches in the buffer of the tutorial's order. */
export const SHUFFLED_BATCHES = 200;

/** The second seed of its shuffle; the first is the run's: tf.data's `tf.random.set_seed(seed)` and `shuffle(200, seed=1)`. */
export const TUTORIAL_SEED = 1;

export interface Batching {
  order: Order;
  batchSize: number;
}

/** At least 1. */
export function stepsPerEpoch(trainImages: number, { order, batchSize }: Batching): number {
  const batches = trainImages / batchSize;
  return Math.max(1, order === 'tutorial' ? Math.floor(batches) : Math.ceil(batches));
}

/** How many of the validation images are evaluated, from the first on. */
export function evaluatedImages(images: number, batching: Batching): number {
  if (batching.order === 'epoch') return images;
  return Math.min(images, stepsPerEpoch(images, batching) * batching.batchSize);
}
