/** Messages between the host and the process that computes a report. */
import type { ReportEvent } from '../../../core/contract/report';
import type { Overview } from '../examples/overview';

export interface ToReporter {
  folder: string;
}

export type FromReporter =
  | ReportEvent
  | { type: 'ready' }
  /** Pixels in base64. */
  | { type: 'overview'; overview: Omit<Overview, 'pixels'> & { pixels: string } }
  | { type: 'failed'; message: string };
