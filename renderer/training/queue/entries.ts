/** The queue's entries with their runs, and where one can be moved. Pure. */
import type { QueueEntry } from '../../../core/contract/queue';
import type { RunRecord } from '../../../core/study/run';

export interface Listed extends QueueEntry {
  run: RunRecord;
}

export const trains = ({ state }: Pick<QueueEntry, 'state'>): boolean =>
  state === 'preparing' || state === 'running';

export const canGoOn = ({ state, aside }: Pick<QueueEntry, 'state' | 'aside'>): boolean =>
  (state === 'paused' || state === 'interrupted') && !aside;

export const hasFailed = ({ state, aside }: Pick<QueueEntry, 'state' | 'aside'>): boolean =>
  aside || state === 'failed';

/** What trains comes first; then the order of the queue. */
export function listed(entries: readonly QueueEntry[], runs: readonly RunRecord[]): Listed[] {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const known = entries.flatMap((entry) => {
    const run = byId.get(entry.runId);
    return run ? [{ ...entry, run }] : [];
  });
  return [...known.filter(trains), ...known.filter((one) => !trains(one))];
}

/** Where an entry can go: in front of `before`, or to the end. */
export type Place = { before: string | undefined };

/** Only among those of its priority, since a higher one is trained first anyway. */
const peersOf = (entries: readonly Listed[], { priority }: QueueEntry): Listed[] =>
  entries.filter((one) => !trains(one) && one.priority === priority);

/** Undefined where it cannot move. */
export function placeAt(
  entries: readonly Listed[],
  entry: Listed,
  to: 'up' | 'down' | 'first' | 'last',
): Place | undefined {
  const peers = peersOf(entries, entry);
  const at = peers.findIndex(({ runId }) => runId === entry.runId);
  const last = peers.length - 1;
  if (
    at < 0 ||
    ((to === 'up' || to === 'first') && at === 0) ||
    ((to === 'down' || to === 'last') && at === last)
  )
    return undefined;
  if (to === 'up') return { before: peers[at - 1]!.runId };
  if (to === 'first') return { before: peers[0]!.runId };
  return { before: to === 'down' ? peers[at + 2]?.runId : undefined };
}

/** In front of `target`, or behind it if it comes from above. Undefined where it cannot be dropped. */
export function placeOn(entries: readonly Listed[], dragged: string, target: Listed): Place | undefined {
  const peers = peersOf(entries, target);
  const from = peers.findIndex(({ runId }) => runId === dragged);
  const to = peers.findIndex(({ runId }) => runId === target.runId);
  if (from < 0 || to < 0 || from === to) return undefined;
  return { before: from < to ? peers[to + 1]?.runId : target.runId };
}
