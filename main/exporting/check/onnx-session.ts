/** In the checking process: an ONNX file in onnxruntime, batch by batch. */
import { readFile, writeFile } from 'node:fs/promises';
import type { CheckJob } from './process';

export async function runOnnx({ path, images, shape, batch, into }: CheckJob): Promise<void> {
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const session = await InferenceSession.create(path, { executionProviders: ['cpu'], logSeverityLevel: 3 });
  const [input, output] = [session.inputNames[0] as string, session.outputNames[0] as string];
  const bytes = await readFile(images);
  const all = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const [count = 0, ...example] = shape;
  const size = all.length / count;
  const scores: Float32Array[] = [];
  for (let first = 0; first < count; first += batch) {
    const last = Math.min(first + batch, count);
    const fed = new Tensor('float32', all.subarray(first * size, last * size), [last - first, ...example]);
    const found = await session.run({ [input]: fed });
    scores.push(found[output]?.data as Float32Array);
  }
  await session.release();
  await writeFile(
    into,
    Buffer.concat(scores.map((one) => new Uint8Array(one.buffer, one.byteOffset, one.byteLength))),
  );
}
