/**
 * The progress of an import. Its host ends a process that needs too long for one step (process.ts), so each loop over a
 * file's contents, and each library call, begins a step.
 */
import { sharedCounters } from '../processes/vitals';

/** Steps begun, and bytes of the files that were opened for this import. */
export const counters = sharedCounters(2);

export function beginStep(): void {
  counters[0]!++;
}

/** @param bytes of a file that is about to be read */
export function opened(bytes: number): void {
  beginStep();
  counters[1]! += bytes;
}

export function beginImport(): void {
  beginStep();
  counters[1] = 0;
}
