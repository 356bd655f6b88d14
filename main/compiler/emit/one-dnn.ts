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
 * Whether oneDNN's filter gradient is wrong: with a strided 1x1 kernel on fewer channels than fill a vector it writes
 * beyond its memory (`jit_1x1:avx512_core`), which gives other gradients or ends the process. All others were right
 * in a search over channels, sizes and batches (docs/decisions.md). Avoided for GPUs too: TensorFlow falls back on the
 * CPU without a word.
 */
export function isFilterGradientBroken(kernel: TensorShape, { strides }: Convolution): boolean {
  const [height, width, channels] = kernel as [number, number, number];
  return height === 1 && width === 1 && Math.max(...strides) > 1 && channels < VECTOR;
}
