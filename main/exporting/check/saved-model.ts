/** Reads a SavedModel back in our own TensorFlow, which loads it as any TensorFlow does. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SERVING_TAG } from '../../compiler';
import { runModel } from '../../predicting/run-model';
import type { ReadBack } from './check';

export async function readSavedModel({
  path,
  shape,
  images,
  folder,
  runner,
  signal,
}: ReadBack): Promise<Float32Array> {
  const file = join(folder, 'images.f32');
  await writeFile(file, new Uint8Array(images.buffer, images.byteOffset, images.byteLength));
  const { y } = await runModel(runner, {
    model: path,
    tags: [SERVING_TAG],
    signature: 'serving_default',
    fed: { name: 'x', file, shape, batchSize: 32 },
    outputs: ['y'],
    folder,
    signal,
  });
  return y as Float32Array;
}
