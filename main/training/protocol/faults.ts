/** Recognizes failures of the machine that the user can do something about. */

import { codeOf, messageOf } from '../../../core/basics/errors';
import type { Message } from '../../../core/messages';
import { DiskTrouble, troubleInText, troubleMessage } from '../../disk/trouble';
import { SessionError } from '../../engine/types';

export type Fault = 'out-of-memory' | 'disk' | 'folder-gone' | 'data-gone' | 'gpu-lost';

const OUT_OF_MEMORY =
  /resource[_ ]exhausted|out of memory|\boom\b|bad_alloc|heap limit|cannot allocate memory/i;
/** TensorFlow's NOT_FOUND. */
const FILE_GONE = /no such file or directory/i;
/** CUDA's errors when a GPU hangs, is lost, or its driver restarts; not `CUDA_ERROR_OUT_OF_MEMORY`. */
const GPU_LOST =
  /CUDA_ERROR_(?!OUT_OF_MEMORY)\w+|cudaError\w*|CUDNN_STATUS_(INTERNAL_ERROR|EXECUTION_FAILED|MAPPING_ERROR)|CUBLAS_STATUS_(INTERNAL_ERROR|EXECUTION_FAILED)|unspecified launch failure|illegal memory access|fallen off the bus|could not synchronize|no CUDA-capable device|unexpected event status/i;

/** Classifies what a worker threw. */
export function faultOf(error: unknown): Fault | undefined {
  const message = messageOf(error);
  const code = codeOf(error);
  if (error instanceof DiskTrouble || code === 'ENOSPC' || code === 'EDQUOT') return 'disk';
  if (code === 'ENOENT' && !(error instanceof SessionError)) return 'folder-gone';
  return faultInText(message) ?? (FILE_GONE.test(message) ? 'data-gone' : undefined);
}

/** Classifies what a worker printed before it died. */
export function faultInText(text: string): Fault | undefined {
  // First: TensorFlow reports a full disk or too many open files as RESOURCE_EXHAUSTED too.
  if (troubleInText(text) !== undefined) return 'disk';
  if (OUT_OF_MEMORY.test(text)) return 'out-of-memory';
  return GPU_LOST.test(text) ? 'gpu-lost' : undefined;
}

/** For experts, such as `CUDA_ERROR_LAUNCH_FAILED`. */
export const lostGpuSign = (text: string): string => GPU_LOST.exec(text)?.[0] ?? '';

export const diskAdvice = (error: unknown): Message | undefined =>
  troubleMessage(troubleInText(messageOf(error)) ?? codeOf(error) ?? '', 'disk.next.resume');
