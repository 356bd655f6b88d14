/** What was being trained when Skipwire ended, in a sentence. Pure. */
import { plural } from '../../../core/format/plural';
import { nameOf, type RunRecord } from '../../../core/study/run';

type Run = Pick<RunRecord, 'arm' | 'settings' | 'state' | 'startedAt' | 'epochs' | 'checkpoints'>;

/** The one that was under way comes first: the others waited behind it. */
export function unfinishedWords(runs: readonly Run[]): string {
  const begun = runs.filter(({ startedAt }) => startedAt !== undefined);
  const waiting = runs.length - begun.length;
  const [first] = begun;
  if (!first) return `${plural(runs.length, 'run')} had not begun when Skipwire was closed.`;
  const behind = waiting > 0 ? ` ${plural(waiting, 'more run')} had not begun.` : '';
  if (begun.length > 1)
    return `${plural(begun.length, 'run')} had not finished when Skipwire ended.${behind}`;
  const { epochs, settings, state, checkpoints } = first;
  const all = plural(settings.epochs, 'epoch');
  const done = epochs.length > 0 ? `after ${epochs.length} of ${all}` : `in the first of ${all}`;
  const what = state === 'paused' ? 'was paused' : 'was interrupted';
  const again =
    checkpoints.length > 0 ? '' : ' It begins again when it is resumed: no checkpoint had been written.';
  return `${nameOf(first)} ${what} ${done} when Skipwire ended.${again}${behind}`;
}
