/**
 * TensorFlow's own CPU kernels lack the gradients of dilated and of grouped convolutions, and grouped ones with a bias.
 * oneDNN's, which replace them for float32 and bfloat16, have all three (2.21), and cuDNN's have them in every type.
 */
import type { Convolution } from '../ir/attributes';
import type { DataType, TensorShape } from '../ir/tensor-type';

/** The kernels of the engine that will run the graph. */
export type Kernels = 'TensorFlow' | 'oneDNN' | 'cuDNN';

/** Those of this process' CPU: the Linux builds for x86-64 use oneDNN by default. */
export const cpuKernels = (): Kernels =>
  process.platform === 'linux' && process.arch === 'x64' && process.env.TF_ENABLE_ONEDNN_OPTS !== '0'
    ? 'oneDNN'
    : 'TensorFlow';

/** Whether the kernels support dilated and grouped convolutions and their gradients. */
export const hasEveryConvolution = (kernels: Kernels, dtype: DataType): boolean =>
  kernels === 'cuDNN' || (kernels === 'oneDNN' && dtype !== 'float16');

/** Channels of a vector of AVX-512. */
const VECTOR = 16;

/**
 * Whether this filter gradient is computed without a stride, on the pixels that the kernel covers: one of oneDNN's
 * kernels is wrong (docs/decisions/compiler.md). Also on GPUs, since TensorFlow silently falls back to the CPU.
 */
export function subsamplesFirst(kernel: TensorShape, { strides }: Convolution): boolean {
  const [height, width, channels] = kernel as [number, number, number];
  return height === 1 && width === 1 && Math.max(...strides) > 1 && channels < VECTOR;
}
