/** Between the host and the process that computes a report. */
import type { ReportEvent } from '../../../core/contract/report';

/** Sent once, after `ready`. */
export interface ToReporter {
  folder: string;
}

export type FromReporter = ReportEvent | { type: 'ready' } | { type: 'failed'; message: string };
