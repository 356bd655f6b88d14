import { messageOf } from '../../../core/basics/errors';
import { message } from '../../../core/messages';
import { type RunChange, type RunRecord, recordedError } from '../../../core/study/run';
import { DiskTrouble } from '../../disk/trouble';
import type { Ending } from '../../runs/requests';
import type { Outcome } from './supervise';

/**
 * What becomes of a run's record at its end.
 * @param halved the epoch after which the study's rule ended it
 */
export function recordedEnd(
  { changes, checkpoints, startedAt }: RunRecord,
  { state, message, early, diverged, ...offers }: Outcome,
  ending: Ending,
  halved?: number,
): Partial<RunRecord> {
  const at = new Date().toISOString();
  const made: RunChange[] = [];
  if (early) made.push({ type: 'stopped-early', at, ...early });
  if (state === 'stopped' && halved !== undefined) made.push({ type: 'halved', at, epoch: halved });
  if (state === 'stopped' && ending === 'paused') {
    // A run that had not started just waits.
    if (startedAt !== undefined) made.push({ type: 'paused', at, step: checkpoints.at(-1)?.step ?? 0 });
    return { state: 'paused', changes: [...changes, ...made] };
  }
  return {
    state,
    endedAt: at,
    changes: [...changes, ...made],
    ...(message === undefined ? {} : recordedError(message)),
    ...(diverged ? { diverged } : {}),
    ...offersOf(offers),
  };
}

/** Adds a failure to those of the record. */
export const failuresAfter = (
  { failures = [] }: RunRecord,
  { state, message: said = message('training.workerGone') }: Outcome,
): Pick<RunRecord, 'failures'> | Record<string, never> =>
  state === 'failed' || state === 'interrupted'
    ? { failures: [...failures, { at: new Date().toISOString(), ...recordedError(said) }] }
    : {};

/** The record's suggestions. */
export const offersOf = ({ suggestedBatchSize, tryCpu }: Pick<Outcome, 'suggestedBatchSize' | 'tryCpu'>) => ({
  ...(suggestedBatchSize === undefined ? {} : { suggestedBatchSize }),
  ...(tryCpu ? { tryCpu } : {}),
});

export const failureOf = (error: unknown): Outcome => ({
  state: 'failed',
  message: messageOf(error),
  ...(error instanceof DiskTrouble && error.lasts ? { disk: true } : {}),
});
