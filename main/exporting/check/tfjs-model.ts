/** In the checking process: a model in TensorFlow.js, on its backend in plain JavaScript. */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readFloats } from '../../basics/stored-numbers';
import { bundledEntry } from '../../processes/bundled-entry';
import type { CheckJob } from './process';

interface Tensor {
  data(): Promise<Float32Array>;
  dispose(): void;
}
interface Model {
  predict(x: Tensor): Tensor;
}
type Load = (handler: { load(): Promise<object> }) => Promise<Model>;
interface TensorFlow {
  setBackend(name: 'cpu'): Promise<boolean>;
  tensor(values: Float32Array, shape: readonly number[]): Tensor;
  loadGraphModel: Load;
  loadLayersModel: Load;
}

const FILE = 'tf.min.js';

/** In the TensorFlow.js that its web page has. */
export const runGraphModel = (job: CheckJob): Promise<void> =>
  runTfjs(job, join(job.path, 'page', FILE), 'loadGraphModel');

/** In the TensorFlow.js that web pages get. */
export const runLayersModel = (job: CheckJob): Promise<void> =>
  runTfjs(job, bundledEntry(join('page', FILE)), 'loadLayersModel');

async function runTfjs(
  { path, images, shape, batch, into }: CheckJob,
  library: string,
  load: 'loadGraphModel' | 'loadLayersModel',
): Promise<void> {
  const tf: TensorFlow = createRequire(__filename)(library);
  await tf.setBackend('cpu');
  const { weightsManifest, ...rest } = JSON.parse(await readFile(join(path, 'model.json'), 'utf8'));
  const [{ paths, weights: weightSpecs }] = weightsManifest;
  const shards = await Promise.all(paths.map((name: string) => readFile(join(path, name))));
  const { buffer, byteOffset, byteLength } = Buffer.concat(shards);
  const weightData = buffer.slice(byteOffset, byteOffset + byteLength);
  const model = await tf[load]({ load: async () => ({ ...rest, weightSpecs, weightData }) });
  const all = await readFloats(images);
  const [count = 0, ...example] = shape;
  const size = all.length / count;
  const scores: Uint8Array[] = [];
  for (let first = 0; first < count; first += batch) {
    const last = Math.min(first + batch, count);
    const x = tf.tensor(all.slice(first * size, last * size), [last - first, ...example]);
    const y = model.predict(x);
    const { buffer: found } = await y.data();
    scores.push(new Uint8Array(found));
    x.dispose();
    y.dispose();
  }
  await writeFile(into, Buffer.concat(scores));
}
