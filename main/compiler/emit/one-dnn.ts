/**
 * Which kernels TensorFlow has on a CPU. Its own lack the gradients of dilated and of grouped convolutions, and grouped
 * ones with a bias; oneDNN's, which replace them for float32 and bfloat16, have all three (run on TensorFlow 2.21).
 * cuDNN's on a GPU have them in every type.
 */
import type { Convolution } from '../ir/attributes';
import type { DataType, TensorShape } from '../ir/types';

/** Whose convolutions the engine that will run the graph has. */
export type Kernels = 'TensorFlow' | 'oneDNN' | 'cuDNN';

/** Those of this process' CPU: the Linux builds for x86-64 bring oneDNN and use it unless told otherwise. */
export const cpuKernels = (): Kernels =>
  process.platform === 'linux' && process.arch === 'x64' && process.env.TF_ENABLE_ONEDNN_OPTS !== '0'
    ? 'oneDNN'
    : 'TensorFlow';

/** Whether dilated and grouped convolutions and their gradients can be left to the kernels. */
export const hasEveryConvolution = (kernels: Kernels, dtype: DataType): boolean =>
  kernels === 'cuDNN' || (kernels === 'oneDNN' && dtype !== 'float16');

/** Channels of a vector of AVX-512. */
const VECTOR = 16;

/**
 * Whether the filter gradient of this convolution is asked for without a stride, on the pixels that the kernel meets.
 * One of oneDNN's kernels is wrong (docs/decisions/compiler.md), and this covers all that it serves. On GPUs as well, since
 * TensorFlow falls back on the CPU without a word.
 */
export function subsamplesFirst(kernel: TensorShape, { strides }: Convolution): boolean {
  const [height, width, channels] = kernel as [number, number, number];
  return height === 1 && width === 1 && Math.max(...strides) > 1 && channels < VECTOR;
}
