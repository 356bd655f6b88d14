/** Some images that a network was not trained on, and its predictions: the reference for checking exports. */

import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { elementCount } from '../../core/basics/element-count';
import { message } from '../../core/messages';
import type { TrainingSettings } from '../../core/study/settings';
import type { SplitSource } from '../compiler/types';
import { selectSplits } from '../datasets/selection';
import { readStored } from '../datasets/storage/store';
import { temporaryFolder } from '../processes/temporary';
import type { AskedNetwork } from './network';
import type { ModelRunner } from './run-model';
import { runNetwork } from './run-network';

export interface Sample {
  /** What the images are. */
  of: 'validation' | 'random';
  /** [N, H, W, C] */
  shape: readonly number[];
  /** In 0..1, before normalization; row-major. */
  images: Float32Array;
  /** The network's output for them, [N, classes]. */
  scores: Float32Array;
}

/**
 * @param datasetFolder what a run was trained on. @param count images at the most: a set may have fewer. Without the data set, as
 * many random ones.
 */
export async function sampleOf(
  runner: ModelRunner,
  network: AskedNetwork,
  datasetFolder: string | undefined,
  count: number,
  signal?: AbortSignal,
): Promise<Sample> {
  const folder = await temporaryFolder('skipwire-sample-', message('predict.purpose'));
  try {
    const { trained, inference } = network;
    const imageShape = inference.input.shape;
    const source =
      trained && datasetFolder !== undefined
        ? await validationImages(datasetFolder, trained.run.settings, count)
        : undefined;
    const images = source ?? (await randomImages(folder, imageShape, count));
    const { x, y } = await runNetwork(runner, network, { signature: 'next', images }, { signal });
    return {
      of: source ? 'validation' : 'random',
      shape: [images.count, ...imageShape],
      images: x,
      scores: y,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The first of them; undefined if the data set is not on this machine, or has changed. */
async function validationImages(
  folder: string,
  settings: TrainingSettings,
  count: number,
): Promise<SplitSource | undefined> {
  const stored = await readStored(folder).catch(() => undefined);
  if (stored?.state !== 'ready') return undefined;
  const selected = await selectSplits(folder, stored.manifest, settings).catch(() => undefined);
  if (!selected || selected.counts.validation === 0) return undefined;
  const { validation } = selected.splits;
  return { ...validation, count: Math.min(count, validation.count) };
}

/** Always the same. */
async function randomImages(folder: string, shape: readonly number[], count: number): Promise<SplitSource> {
  const bytes = new Uint8Array(count * elementCount(shape));
  let state = 1;
  for (let index = 0; index < bytes.length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    bytes[index] = state >>> 24;
  }
  const imagesFile = join(folder, 'random.images.u8');
  const labelsFile = join(folder, 'random.labels.i32');
  await writeFile(imagesFile, bytes);
  await writeFile(labelsFile, new Uint8Array(count * 4));
  return { kind: 'raw', imagesFile, imageShape: [...shape], labelsFile, count };
}
