/** In the checking process: a graph model in the TensorFlow.js that its web page has, on its backend in plain JavaScript. */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readFloats } from '../../predicting/run-model';
import type { CheckJob } from './process';

interface Tensor {
  data(): Promise<Float32Array>;
  dispose(): void;
}
interface TensorFlow {
  setBackend(name: 'cpu'): Promise<boolean>;
  tensor(values: Float32Array, shape: readonly number[]): Tensor;
  loadGraphModel(handler: { load(): Promise<object> }): Promise<{ predict(x: Tensor): Tensor }>;
}

export async function runTfjs({ path, images, shape, batch, into }: CheckJob): Promise<void> {
  const tf: TensorFlow = createRequire(__filename)(join(path, 'page', 'tf.min.js'));
  await tf.setBackend('cpu');
  const { modelTopology, signature, weightsManifest } = JSON.parse(
    await readFile(join(path, 'model.json'), 'utf8'),
  );
  const [{ paths, weights }] = weightsManifest;
  const shards = await Promise.all(paths.map((name: string) => readFile(join(path, name))));
  const { buffer, byteOffset, byteLength } = Buffer.concat(shards);
  const weightData = buffer.slice(byteOffset, byteOffset + byteLength);
  const model = await tf.loadGraphModel({
    load: async () => ({ modelTopology, signature, weightSpecs: weights, weightData }),
  });
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
