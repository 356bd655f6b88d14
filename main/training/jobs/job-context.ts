import type { FromWorker } from '../protocol/messages';
import type { KeptProgram } from './kept-program';

export interface JobContext {
  send(message: FromWorker): void;
  stopRequested(): boolean;
  /** In a process that trains one run after the other. */
  kept?: KeptProgram;
}
