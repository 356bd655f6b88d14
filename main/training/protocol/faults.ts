/** The faults of a machine that a person can do something about, told by the errors that they show themselves in. */

import { codeOf, messageOf } from '../../../core/basics/errors';
import type { Message } from '../../../core/messages';
import { DiskTrouble, troubleInText, troubleMessage } from '../../disk/trouble';
import { SessionError } from '../../engine/types';

export type Fault = 'out-of-memory' | 'disk' | 'folder-gone' | 'data-gone' | 'gpu-lost';

const OUT_OF_MEMORY =
  /resource[_ ]exhausted|out of memory|\boom\b|bad_alloc|heap limit|cannot allocate memory/i;
/** TensorFlow's NOT_FOUND, with the file that it wanted. */
const FILE_GONE = /no such file or directory/i;
/**
 * What CUDA and its libraries say once the card does not answer: it hung, fell off the bus, or its driver restarted.
 * `CUDA_ERROR_OUT_OF_MEMORY` is not among them.
 */
const GPU_LOST =
  /CUDA_ERROR_(?!OUT_OF_MEMORY)\w+|cudaError\w*|CUDNN_STATUS_(INTERNAL_ERROR|EXECUTION_FAILED|MAPPING_ERROR)|CUBLAS_STATUS_(INTERNAL_ERROR|EXECUTION_FAILED)|unspecified launch failure|illegal memory access|fallen off the bus|could not synchronize|no CUDA-capable device|unexpected event status/i;

/** Of what a worker threw. */
export function faultOf(error: unknown): Fault | undefined {
  const message = messageOf(error);
  const code = codeOf(error);
  if (error instanceof DiskTrouble || code === 'ENOSPC' || code === 'EDQUOT') return 'disk';
  if (code === 'ENOENT' && !(error instanceof SessionError)) return 'folder-gone';
  return faultInText(message) ?? (FILE_GONE.test(message) ? 'data-gone' : undefined);
}

/** Of what a worker printed before it died. */
export function faultInText(text: string): Fault | undefined {
  // First: TensorFlow calls a full disk, and too many open files, RESOURCE_EXHAUSTED as well.
  if (troubleInText(text) !== undefined) return 'disk';
  if (OUT_OF_MEMORY.test(text)) return 'out-of-memory';
  return GPU_LOST.test(text) ? 'gpu-lost' : undefined;
}

/** `CUDA_ERROR_LAUNCH_FAILED`: the part of the message by which an expert knows it. */
export const lostGpuSign = (text: string): string => GPU_LOST.exec(text)?.[0] ?? '';

/** "The disk is full. Free up disk space. Then resume the run." */
export const diskAdvice = (error: unknown): Message | undefined =>
  troubleMessage(troubleInText(messageOf(error)) ?? codeOf(error) ?? '', 'disk.next.resume');
