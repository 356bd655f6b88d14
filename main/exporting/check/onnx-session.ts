/** In the checking process: an ONNX file in onnxruntime, batch by batch. */
import { writeFile } from 'node:fs/promises';
import { packageRequire, replaceModule } from '../../basics/package-root';
import { readFloats } from '../../basics/stored-numbers';
import type { OnnxJob } from './process';

type OnnxRuntime = typeof import('onnxruntime-node');

/** The native module, in onnxruntime-node's folder. */
export const BINDING = `bin/napi-v6/${process.platform}/${process.arch}/onnxruntime_binding.node`;

/** @param binding that of the package, or a copy with its library beside it. */
function loadOnnxRuntime(binding: string): OnnxRuntime {
  const require = packageRequire();
  replaceModule(require, require.resolve(`onnxruntime-node/${BINDING}`), require(binding));
  return require('onnxruntime-node');
}

export async function runOnnx({
  path,
  images,
  shape,
  dtype,
  batch,
  isFixed,
  into,
  binding,
}: OnnxJob): Promise<void> {
  const { InferenceSession, Tensor } = loadOnnxRuntime(binding);
  const session = await InferenceSession.create(path, { executionProviders: ['cpu'], logSeverityLevel: 3 });
  const [input, output] = [session.inputNames[0] as string, session.outputNames[0] as string];
  const values = await readFloats(images);
  const all = dtype === 'uint8' ? Uint8Array.from(values, Math.round) : values;
  const [count = 0, ...example] = shape;
  const size = all.length / count;
  const scores: Float32Array[] = [];
  for (let first = 0; first < count; first += batch) {
    const here = Math.min(batch, count - first);
    const fed = isFixed ? batch : here;
    // A model with a fixed batch size gets zeros after the last images.
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
