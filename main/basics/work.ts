import type { Progress } from '../../core/contract/engine';

/** Progress and cancellation of long work. Aborted work rejects with the signal's reason. */
export interface Work {
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}
