/** What can be done with a run in its state. Pure. */
import type { RunRecord, RunState } from '../../../core/study/run';
import { hasEnded } from '../../client/trainingState';

const RESUMABLE: readonly RunState[] = ['paused', 'stopped', 'interrupted', 'failed'];

/** Goes on from its newest checkpoint, or begins where it has none. */
export const canResume = ({ state }: Pick<RunRecord, 'state'>): boolean => RESUMABLE.includes(state);

export const canExtend = ({ state, startedAt }: Pick<RunRecord, 'state' | 'startedAt'>): boolean =>
  hasEnded(state) && startedAt !== undefined;

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

/** Where a resumed run goes on, in words: "from the end of epoch 3". */
export function resumeWords({ checkpoints, checkpointEpoch }: RunRecord): string {
  const last = checkpoints.find(({ roles }) => roles.includes('last'));
  if (last) return `from step ${last.step.toLocaleString('en-US')}`;
  return checkpointEpoch > 0
    ? `from the end of epoch ${checkpointEpoch}`
    : 'from its beginning: it has no checkpoint yet';
}
