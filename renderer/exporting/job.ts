/** A running export, according to its events. Pure. */
import type { ExportEvent, Exported } from '../../core/contract/exporting';
import { textOf } from '../../core/messages';
import type { ExportFormat } from '../../core/study/export-format';

export type FormatState =
  | { state: 'waiting' | 'writing' | 'cancelled' }
  | { state: 'checking' | 'exported'; exported: Exported }
  | { state: 'failed'; why: string };

export interface ExportJob {
  running: boolean;
  formats: readonly { format: ExportFormat; state: FormatState }[];
  /** Why nothing was written. */
  error?: string;
}

export const newJob = (formats: readonly ExportFormat[]): ExportJob => ({
  running: true,
  formats: formats.map((format) => ({ format, state: { state: 'waiting' } })),
});

function stateAfter(event: ExportEvent): FormatState {
  switch (event.type) {
    case 'writing':
      return { state: 'writing' };
    case 'failed':
      return { state: 'failed', why: textOf(event.said) };
    case 'checking':
    case 'exported': {
      const { type, format: _format, ...exported } = event;
      return { state: type, exported };
    }
  }
}

export const received = (job: ExportJob, event: ExportEvent): ExportJob => ({
  ...job,
  formats: job.formats.map((one) =>
    one.format === event.format ? { ...one, state: stateAfter(event) } : one,
  ),
});

/** Canceled or failed: complete formats stay, unchecked if the check was running. */
export const ended = (job: ExportJob, error?: string): ExportJob => ({
  running: false,
  ...(error === undefined ? {} : { error }),
  formats: job.formats.map(({ format, state }) => ({
    format,
    state:
      state.state === 'waiting' || state.state === 'writing'
        ? { state: 'cancelled' }
        : state.state === 'checking'
          ? { ...state, state: 'exported' }
          : state,
  })),
});
