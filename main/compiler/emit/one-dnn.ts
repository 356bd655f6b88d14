/**
 * Which kernels TensorFlow has on a CPU. Its own lack the gradients of dilated and of grouped convolutions, and grouped
 * ones with a bias; oneDNN's, which replace them for float32 and bfloat16, have all three (run on TensorFlow 2.21).
 * GPUs have them as well.
 */
import type { DataType } from '../ir/types';

/** The Linux builds for x86-64 bring oneDNN and use it unless told otherwise. */
export const hasOneDnn = (): boolean =>
  process.platform === 'linux' && process.arch === 'x64' && process.env.TF_ENABLE_ONEDNN_OPTS !== '0';

/** Whether dilated and grouped convolutions and their gradients can be left to the kernels. */
export const hasEveryConvolution = (oneDnn: boolean, dtype: DataType): boolean =>
  oneDnn && dtype !== 'float16';
