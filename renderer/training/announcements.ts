/** What a screen reader says about training: starts, ends of epochs, pauses, failures; never single steps. Pure. */
import { formatLoss, formatPercent } from '../../core/format/number';
import { t } from '../../core/messages';
import { type EpochMetrics, nameOf, type RunRecord, type RunState } from '../../core/study/run';
import type { LiveRun, TrainingState } from '../client/trainingState';
import type { Announcement } from '../state/announce';
import { endWords, runWords } from './describeRun';

const QUIET: readonly RunState[] = ['queued', 'preparing'];

/** What is new since `before`. Nothing while the window learns what trains already. */
export function announcementsOf(before: TrainingState, now: TrainingState): Announcement[] {
  if (!before.known || before.runs === now.runs) return [];
  return now.order.flatMap((id) => {
    const [was, is] = [before.runs[id], now.runs[id]];
    if (!is || is === was) return [];
    return [...epochsOf(was, is), ...stateOf(was?.record.state, is)];
  });
}

/** Several that come at once, as after the connection was lost: the last. */
function epochsOf(was: LiveRun | undefined, { record }: LiveRun): Announcement[] {
  const last = record.epochs.at(-1);
  const known = was?.record.epochs.at(-1)?.epoch ?? 0;
  return was && last && last.epoch > known ? [{ text: epochWords(record, last) }] : [];
}

const epochWords = (
  record: RunRecord,
  { epoch, loss, accuracy, valLoss, valAccuracy }: EpochMetrics,
): string =>
  t('train.announce.epoch', {
    run: nameOf(record),
    epoch,
    epochs: record.settings.epochs,
    accuracy: formatPercent(accuracy),
    loss: formatLoss(loss),
    valAccuracy: formatPercent(valAccuracy),
    valLoss: formatLoss(valLoss),
  });

function stateOf(was: RunState | undefined, run: LiveRun): Announcement[] {
  const { record } = run;
  const { state } = record;
  if (state === was || QUIET.includes(state)) return [];
  const name = nameOf(record);
  if (state === 'running') {
    const isResumed = record.changes.at(-1)?.type === 'resumed';
    return [{ text: t(isResumed ? 'train.announce.resumed' : 'train.announce.started', { run: name }) }];
  }
  const words = [runWords(run), endWords(record)].filter(Boolean).join('. ');
  return [{ text: t('train.announce.ended', { run: name, words }), urgent: state === 'failed' }];
}
