/** Between the host and the process that computes a report. */
import type { ReportEvent } from '../../../core/contract/report';
import type { Overview } from '../examples/overview';

/** Sent once, after `ready`. */
export interface ToReporter {
  folder: string;
}

export type FromReporter =
  | ReportEvent
  | { type: 'ready' }
  /** Its pixels in base64. */
  | { type: 'overview'; overview: Omit<Overview, 'pixels'> & { pixels: string } }
  | { type: 'failed'; message: string };
