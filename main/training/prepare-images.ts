/** Between the selection of images and the compiler: what can be wrong with files is told before TensorFlow meets it. */
import { stat } from 'node:fs/promises';
import type { Shape } from '../../core/graph/document';
import type { SplitSource } from '../compiler/types';
import type { SelectedSplits } from '../datasets/selection';
import { Refusal } from '../refusal';

export interface PrepareOptions {
  /** What the network takes: [height, width, channels]. */
  inputShape: Shape;
}

/** @throws Refusal where a file is missing or shorter than its images: the graph maps it and would crash. */
export async function prepareImages(
  splits: SelectedSplits,
  { inputShape }: PrepareOptions,
): Promise<SelectedSplits> {
  for (const source of Object.values(splits) as (SplitSource | undefined)[]) {
    if (source) await checkFiles(source, inputShape);
  }
  return splits;
}

async function checkFiles(source: SplitSource, inputShape: Shape): Promise<void> {
  const files: [path: string, bytes: number][] = [[source.labelsFile, 4 * source.count]];
  if (source.kind === 'files') files.push([source.pathsFile, source.count]);
  else {
    const shape = source.imageShape ?? inputShape;
    files.push([source.imagesFile, shape.reduce((bytes, size) => bytes * size, source.count)]);
  }
  for (const [path, bytes] of files) {
    const size = await stat(path).then(
      (found) => found.size,
      () => undefined,
    );
    if (size === undefined || size < bytes) {
      throw new Refusal(
        `${path} must have ${bytes} bytes for ${source.count} images. Received: ${size === undefined ? 'no such file' : `${size} bytes`}. Import the data set again.`,
      );
    }
  }
}
