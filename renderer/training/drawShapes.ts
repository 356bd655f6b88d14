/** The data set of generated shapes, made just before a training that uses it. */
import { t } from '../../core/messages';
import { generateShapes, useDatasetsStore } from '../client/datasets';

/** Enough to see a difference between networks in a few minutes. */
export const SHAPES_TO_GENERATE = { trainCount: 10_000, valCount: 2_000, seed: 1 };

/** @throws Error with the reason, unless `signal` ended it. */
export async function drawShapes(signal?: AbortSignal): Promise<void> {
  const cancel = () => useDatasetsStore.getState().jobs.shapes?.cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const done = await generateShapes(SHAPES_TO_GENERATE);
    if (!done && !signal?.aborted) {
      throw new Error(useDatasetsStore.getState().jobs.shapes?.error ?? t('train.data.shapesFailed'));
    }
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}
