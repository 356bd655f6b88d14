/** Runs a network on an array of its own inputs, without the input pipeline. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inputStatistics } from '../../core/analysis/input-pixels';
import { formatImageShape } from '../../core/format/shape';
import { message } from '../../core/messages';
import { refuse } from '../basics/refusal';
import { compileFrozen, SERVING_TAG } from '../compiler';
import { DEVIATION, MEAN } from '../compiler/passes/normalize';
import { temporaryFolder } from '../processes/temporary';
import { type AskedNetwork, classCount } from './network';
import type { NpyArray } from './npy';
import { type ModelRunner, runModel } from './run-model';

const BATCH_SIZE = 32;

/**
 * @param array [N,H,W,C]: uint8, pixels, or floats as the network takes them: in 0..1, or what its Input makes of pixels.
 * @returns the output of the last layer, [N,classes].
 * @throws Refusal where the shape is not the network's.
 */
export async function predictArray(
  runner: ModelRunner,
  network: AskedNetwork,
  { dtype, shape, data }: NpyArray,
  signal?: AbortSignal,
): Promise<{ shape: number[]; data: Float32Array }> {
  const { document, title } = network;
  const weights = dtype === 'uint8' ? network.weights : unprepared(network);
  const expected = network.inference.input.shape;
  const [count = 0, ...image] = shape;
  if (image.join() !== expected.join()) {
    const sides = { expected: `N × ${formatImageShape(expected)}`, received: formatImageShape(shape) };
    refuse('predict.arrayShape', { network: title, ...sides });
  }
  const outputs = classCount(network);
  if (count === 0) return { shape: [0, outputs], data: new Float32Array() };
  const folder = await temporaryFolder('skipwire-predict-', message('predict.purpose'));
  try {
    const model = join(folder, 'model');
    await mkdir(model);
    await writeFile(join(model, 'saved_model.pb'), compileFrozen(document, weights));
    const file = join(folder, 'x.f32');
    const scaled = dtype === 'uint8' ? data.map((value) => value / 255) : data;
    await writeFile(file, new Uint8Array(scaled.buffer, scaled.byteOffset, scaled.byteLength));
    const { y } = await runModel(runner, {
      ...{ model, tags: [SERVING_TAG], signature: 'serving_default', outputs: ['y'], folder, signal },
      fed: { name: 'x', file, shape: [count, ...expected], batchSize: Math.min(BATCH_SIZE, count) },
    });
    return { shape: [count, outputs], data: y as Float32Array };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The weights without the statistics of an Input that prepares pixels. */
function unprepared({ analysis, weights }: AskedNetwork): AskedNetwork['weights'] {
  if (!inputStatistics(analysis)) return weights;
  return new Map([...weights].filter(([name]) => name !== MEAN && name !== DEVIATION));
}
