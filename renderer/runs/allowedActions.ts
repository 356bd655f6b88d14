/** What can be done with a run in its state. Pure. */
import { t } from '../../core/messages';
import type { RunRecord, RunState } from '../../core/study/run';
import { hasEnded, isBusy } from '../client/trainingState';

const RESUMABLE: readonly RunState[] = ['paused', 'stopped', 'interrupted', 'failed'];

export interface EndOption {
  as: 'stopped' | 'paused';
  label: string;
  note: string;
  disabled: boolean;
}

/**
 * Empty unless it is queued or being trained.
 * @param here trained by this host.
 * @param ending how it was asked to end.
 */
export function endOptions(
  { state }: Pick<RunRecord, 'state'>,
  here: boolean,
  ending: EndOption['as'] | undefined,
): EndOption[] {
  const waits = state === 'queued';
  if (!waits && state !== 'running' && state !== 'preparing') return [];
  const option = (as: EndOption['as'], label: string, note: string): EndOption => ({
    as,
    label,
    note: ending !== undefined ? t('train.menu.ending') : here ? note : t('train.menu.elsewhere', { note }),
    disabled: ending !== undefined,
  });
  if (waits) return [option('stopped', t('train.menu.drop'), t('train.menu.dropNote'))];
  return [
    option('paused', t('train.menu.pause'), t('train.menu.pauseNote')),
    option('stopped', t('train.menu.stop'), t('train.menu.stopNote')),
  ];
}

/** From the first checkpoint on, in any state. */
export const hasWeights = ({
  state,
  checkpointEpoch,
}: Pick<RunRecord, 'state' | 'checkpointEpoch'>): boolean => state === 'finished' || checkpointEpoch > 0;

export const canDelete = ({ state }: Pick<RunRecord, 'state'>): boolean => !isBusy(state);

export interface Resumption {
  /** "from step 500". */
  from: string;
  /** It would end as it did. */
  inVain: boolean;
}

/** From its newest checkpoint, or from the beginning; undefined if it cannot be resumed. */
export function resumptionOf(run: RunRecord): Resumption | undefined {
  const { state, checkpoints, checkpointEpoch, startedAt, diverged = false } = run;
  if (!RESUMABLE.includes(state)) return undefined;
  const last = checkpoints.find(({ roles }) => roles.includes('last'));
  const from = last
    ? t('train.resume.fromStep', { step: last.step })
    : checkpointEpoch > 0
      ? t('train.resume.fromEpoch', { epoch: checkpointEpoch })
      : t(startedAt === undefined ? 'train.resume.notBegun' : 'train.resume.fromBeginning');
  return { from: diverged ? t('train.resume.inVain', { from }) : from, inVain: diverged };
}

/** A diverged run would diverge again. */
export const canExtend = ({
  state,
  startedAt,
  diverged,
}: Pick<RunRecord, 'state' | 'startedAt' | 'diverged'>): boolean =>
  hasEnded(state) && startedAt !== undefined && !diverged;

export interface CheckpointOption {
  value: 'last' | 'best';
  epoch: number;
  /** "last, epoch 5", "best, epoch 3". */
  label: string;
}

const option = (value: CheckpointOption['value'], epoch: number): CheckpointOption => ({
  value,
  epoch,
  label: t(value === 'last' ? 'train.checkpoint.last' : 'train.checkpoint.best', { epoch }),
});

/** Checkpoints that a new run can start from. */
export function checkpointOptions({ checkpoints, checkpointEpoch }: RunRecord): CheckpointOption[] {
  const of = (which: 'last' | 'best') => checkpoints.find(({ roles }) => roles.includes(which));
  const [last, best] = [of('last'), of('best')];
  // Old runs have no list of checkpoints.
  if (!last && !best) return checkpointEpoch > 0 ? [option('last', checkpointEpoch)] : [];
  return [
    ...(last ? [option('last', last.epoch)] : []),
    ...(best && best.file !== last?.file ? [option('best', best.epoch)] : []),
  ];
}
