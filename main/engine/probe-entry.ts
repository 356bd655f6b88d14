/** Entry of the process that tries an engine (probe.ts): reports in one line of JSON. */
import { messageOf } from '../../core/basics/errors';
import { loadTensorFlow } from './load';
import type { ProbeResult } from './probe';
import { PROBE_ANSWER } from './probe-answer';
import type { Engine } from './types';

/** The part of tfjs that is not used for training. */
interface Kernels {
  ones(shape: readonly number[]): Kernels;
  conv2d(x: Kernels, filter: Kernels, strides: number, pad: string): Kernels;
  grad(of: (filter: Kernels) => Kernels): (filter: Kernels) => Kernels;
  sum(): Kernels;
  dataSync(): ArrayLike<number>;
  backend(): { isUsingGpuDevice: boolean; binding: { TF_Version: string } };
}

/** Runs a convolution, its gradient and a sum. */
function tryOut(engine: Engine): ProbeResult {
  const tf = loadTensorFlow(engine) as unknown as Kernels;
  const x = tf.ones([1, 4, 4, 1]);
  const gradient = tf.grad((filter) => tf.conv2d(x, filter, 1, 'valid').sum())(tf.ones([3, 3, 1, 1]));
  const sum = gradient.sum().dataSync()[0];
  if (sum !== 36) throw new Error(`The gradient must sum to 36. Received: ${sum}.`);
  const { isUsingGpuDevice, binding } = tf.backend();
  return { ok: true, message: binding.TF_Version, gpu: isUsingGpuDevice };
}

function answer(): ProbeResult {
  try {
    return tryOut(JSON.parse(process.argv[2] ?? ''));
  } catch (error) {
    const message = messageOf(error);
    return { ok: false, message: message.split('\n', 1)[0]!.trim(), gpu: false };
  }
}

process.stdout.write(`\n${PROBE_ANSWER}${JSON.stringify(answer())}\n`);
