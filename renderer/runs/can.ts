/** What can be done with a run in its state. Pure. */
import { formatCount } from '../../core/format/number';
import type { RunRecord, RunState } from '../../core/study/run';
import { hasEnded, isBusy } from '../client/trainingState';

const RESUMABLE: readonly RunState[] = ['paused', 'stopped', 'interrupted', 'failed'];

/** How a run that is queued or being trained can be ended. */
export interface EndOption {
  as: 'stopped' | 'paused';
  label: string;
  note: string;
  disabled: boolean;
}

/**
 * Empty for one that nobody means to train.
 * @param here it is trained by this host. @param ending how it has been asked to end already.
 */
export function endOptions(
  { state }: Pick<RunRecord, 'state'>,
  here: boolean,
  ending: EndOption['as'] | undefined,
): EndOption[] {
  const waits = state === 'queued';
  if (!waits && state !== 'running' && state !== 'preparing') return [];
  const where = here ? '' : ', in the process that trains it';
  const option = (as: EndOption['as'], label: string, note: string): EndOption => ({
    as,
    label,
    note: ending === undefined ? `${note}${where}` : 'it ends at its next batch',
    disabled: ending !== undefined,
  });
  if (waits) return [option('stopped', 'Drop from the queue', 'the others go on')];
  return [
    option('paused', 'Pause', 'with the runs behind it, to resume later'),
    option('stopped', 'Stop', 'and drop the runs behind it'),
  ];
}

/** Only what nobody means to train is deleted. */
export const canDelete = ({ state }: Pick<RunRecord, 'state'>): boolean => !isBusy(state);

/** How a run is taken up as it is. */
export interface TakeUp {
  label: 'Resume' | 'Start' | 'Start again';
  /** "from step 500". */
  note: string;
  /** It would end as it did, so that it is not urged. */
  inVain: boolean;
}

/** From its newest checkpoint, or from the beginning where it has none; undefined for one that cannot be taken up. */
export function takeUpOf(run: RunRecord): TakeUp | undefined {
  const { state, checkpoints, checkpointEpoch, startedAt, diverged = false } = run;
  if (!RESUMABLE.includes(state)) return undefined;
  const last = checkpoints.find(({ roles }) => roles.includes('last'));
  const from = last
    ? `from step ${formatCount(last.step)}`
    : checkpointEpoch > 0
      ? `from the end of epoch ${checkpointEpoch}`
      : undefined;
  const label = from !== undefined ? 'Resume' : startedAt === undefined ? 'Start' : 'Start again';
  const place =
    from ?? (startedAt === undefined ? 'it has not begun yet' : 'from its beginning: it has no checkpoint');
  return {
    label,
    note: diverged ? `${place}; with the same settings it would diverge again` : place,
    inVain: diverged,
  };
}

/** One that has diverged would do so again on its way to the added epochs. */
export const canExtend = ({
  state,
  startedAt,
  diverged,
}: Pick<RunRecord, 'state' | 'startedAt' | 'diverged'>): boolean =>
  hasEnded(state) && startedAt !== undefined && !diverged;

export interface CheckpointOption {
  which: 'last' | 'best';
  epoch: number;
  /** "last, epoch 5", "best, epoch 3". */
  label: string;
}

const option = (which: CheckpointOption['which'], epoch: number): CheckpointOption => ({
  which,
  epoch,
  label: `${which}, epoch ${epoch}`,
});

/** The checkpoints that a new run may begin with. */
export function checkpointOptions({ checkpoints, checkpointEpoch }: RunRecord): CheckpointOption[] {
  const of = (which: 'last' | 'best') => checkpoints.find(({ roles }) => roles.includes(which));
  const [last, best] = [of('last'), of('best')];
  // Runs of before there were lists of checkpoints have one.
  if (!last && !best) return checkpointEpoch > 0 ? [option('last', checkpointEpoch)] : [];
  return [
    ...(last ? [option('last', last.epoch)] : []),
    ...(best && best.file !== last?.file ? [option('best', best.epoch)] : []),
  ];
}
