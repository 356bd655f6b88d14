/** What was being trained when Skipwire ended, in words. Pure. */
import { join, t } from '../../../core/messages';
import { nameOf, type RunRecord } from '../../../core/study/run';

type Run = Pick<RunRecord, 'arm' | 'settings' | 'state' | 'startedAt' | 'epochs' | 'checkpoints'>;

/** The run that was training is named; the others were waiting. */
export function unfinishedWords(runs: readonly Run[]): string {
  const begun = runs.filter(({ startedAt }) => startedAt !== undefined);
  const waiting = runs.length - begun.length;
  const [first] = begun;
  if (!first) return t('train.unfinished.waiting', { count: runs.length });
  const behind = waiting > 0 ? [t('train.unfinished.waitingMore', { count: waiting })] : [];
  if (begun.length > 1) {
    return join([t('train.unfinished.begun', { count: begun.length }), ...behind], 'sentences');
  }
  const again = first.checkpoints.length > 0 ? [] : [t('train.unfinished.again')];
  return join([endedWords(first), ...again, ...behind], 'sentences');
}

function endedWords(record: Run): string {
  const run = nameOf(record);
  const { epochs } = record.settings;
  const done = record.epochs.length;
  const paused = record.state === 'paused';
  return done > 0
    ? t(paused ? 'train.unfinished.pausedAfter' : 'train.unfinished.interruptedAfter', { run, done, epochs })
    : t(paused ? 'train.unfinished.pausedFirst' : 'train.unfinished.interruptedFirst', { run, epochs });
}
