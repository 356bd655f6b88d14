/** In the checking process: an ONNX file in onnxruntime, batch by batch. */
import { readFile, writeFile } from 'node:fs/promises';
import { packageRequire } from '../../basics/package-root';
import type { CheckJob } from './process';

type OnnxRuntime = typeof import('onnxruntime-node');

export async function runOnnx({ path, images, shape, dtype, batch, isFixed, into }: CheckJob): Promise<void> {
  const { InferenceSession, Tensor } = packageRequire()('onnxruntime-node') as OnnxRuntime;
  const session = await InferenceSession.create(path, { executionProviders: ['cpu'], logSeverityLevel: 3 });
  const [input, output] = [session.inputNames[0] as string, session.outputNames[0] as string];
  const bytes = await readFile(images);
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const all = dtype === 'uint8' ? Uint8Array.from(values, Math.round) : values;
  const [count = 0, ...example] = shape;
  const size = all.length / count;
  const scores: Float32Array[] = [];
  for (let first = 0; first < count; first += batch) {
    const here = Math.min(batch, count - first);
    const fed = isFixed ? batch : here;
    // A model of one batch size gets zeros behind the last images.
    const filled = new (all.constructor as typeof Float32Array)(fed * size);
    filled.set(all.subarray(first * size, (first + here) * size));
    const found = await session.run({ [input]: new Tensor(dtype, filled, [fed, ...example]) });
    const answered = found[output]?.data as Float32Array;
    scores.push(answered.subarray(0, (answered.length / fed) * here));
  }
  await session.release();
  await writeFile(
    into,
    Buffer.concat(scores.map((one) => new Uint8Array(one.buffer, one.byteOffset, one.byteLength))),
  );
}
