import { formatMoment } from '../../core/format/moment';
import { nameOf, type RunRecord } from '../../core/study/run';

/** With the time if two studies trained the same arm with the same seed. */
export const uniqueNameOf = (run: RunRecord, runs: readonly RunRecord[]) =>
  runs.filter((other) => nameOf(other) === nameOf(run)).length > 1
    ? `${nameOf(run)} · ${formatMoment(run.createdAt)}`
    : nameOf(run);
