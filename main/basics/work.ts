import type { Progress } from '../../core/contract/engine';

/** How the caller follows and stops a longer piece of work. A stopped one rejects with the signal's reason. */
export interface Work {
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}
