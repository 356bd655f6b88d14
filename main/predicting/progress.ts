import type { Progress } from '../../core/contract/engine';
import type { Message } from '../../core/messages';

export interface ProgressEvent {
  type: 'progress';
  progress: Progress;
}

export function working(phase: Message, fraction?: number, detail?: Message): ProgressEvent {
  const known = fraction === undefined ? {} : { fraction: Math.min(1, fraction) };
  return { type: 'progress', progress: { phase, ...known, ...(detail ? { detail } : {}) } };
}
