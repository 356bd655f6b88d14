/** What to do about a run that ended early. Pure. */
import { groups } from 'd3-array';
import { type Key, t, type Value } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { resumptionOf } from './allowedActions';

/**
 * rate: diverged. batch: a smaller one fits. cpu: the GPU failed. data: its images are gone. place: its machine does not
 * answer. log: nothing else is known.
 */
export type NextStep = 'rate' | 'batch' | 'cpu' | 'data' | 'place' | 'resume' | 'log';

const WORDS = {
  rate: 'train.next.rate',
  batch: 'train.next.batch',
  cpu: 'train.next.cpu',
  data: 'train.next.data',
  place: 'train.next.place',
  resume: 'train.next.resume',
  log: 'train.next.log',
} as const satisfies Record<NextStep, Key>;

export const hasGoneWrong = ({ state }: Pick<RunRecord, 'state'>): boolean =>
  state === 'failed' || state === 'interrupted';

/** Whether a message, or one inside it, has this key. */
function contains(value: Value | undefined, key: Key): boolean {
  if (typeof value !== 'object') return false;
  if ('list' in value) return value.list.some((one) => contains(one, key));
  return value.key === key || Object.values(value.values ?? {}).some((one) => contains(one, key));
}

/** Undefined unless it failed or was interrupted. */
export function nextStepOf(run: RunRecord): NextStep | undefined {
  if (!hasGoneWrong(run)) return undefined;
  if (run.diverged) return 'rate';
  if (run.suggestedBatchSize !== undefined) return 'batch';
  if (run.tryCpu) return 'cpu';
  if (contains(run.errorMessage, 'training.failure.dataGone')) return 'data';
  if (contains(run.errorMessage, 'queue.notCalledBack')) return 'place';
  return resumptionOf(run) ? 'resume' : 'log';
}

export const nextStepWords = (step: NextStep, runs: number): string => t(WORDS[step], { count: runs });

export interface Failure {
  step: NextStep;
  runs: readonly RunRecord[];
}

/** Runs with the same remedy together; those that can only be resumed, if they ended for the same reason. */
export function failuresOf(runs: readonly RunRecord[]): Failure[] {
  const failed = runs.flatMap((run) => {
    const step = nextStepOf(run);
    return step ? [{ run, step }] : [];
  });
  const keyOf = ({ run, step }: (typeof failed)[number]) =>
    step === 'resume' || step === 'log' ? `${step} ${run.error ?? ''}` : step;
  return groups(failed, keyOf).map(([, members]) => ({
    step: members[0]!.step,
    runs: members.map(({ run }) => run),
  }));
}
