/** Reads a model back in TensorFlow.js. */
import type { TrainedNetwork } from '../trained-network';
import type { ReadBack } from './check';
import { readInProcess } from './process';

export const readTfjs = (back: ReadBack): Promise<Float32Array> =>
  readInProcess(back, { library: 'tfjs', images: back.images, shape: back.shape });

export const readTfjsLayers = (back: ReadBack): Promise<Float32Array> =>
  readInProcess(back, { library: 'tfjs-layers', images: back.images, shape: back.shape });

/** Multiply-adds that plain JavaScript computes in about 20 seconds. */
const BUDGET = 1e9;

export const mostForTfjs = ({ analysis }: Pick<TrainedNetwork, 'analysis'>): number =>
  Math.max(1, Math.floor(BUDGET / Math.max(1, analysis.totals.macs)));
