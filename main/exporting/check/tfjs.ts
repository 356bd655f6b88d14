/** Reads a graph model back in TensorFlow.js. */
import type { ReadBack } from './check';
import { readInProcess } from './process';

export const readTfjs = (back: ReadBack): Promise<Float32Array> =>
  readInProcess(back, { library: 'tfjs', images: back.images, shape: back.shape });
