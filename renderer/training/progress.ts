/** How the training fares, wherever the window is. */
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { isUnderWay, percentDone } from '../../core/study/progress';
import { nameOf } from '../../core/study/run';
import { useQueue } from '../client/queue';
import { useRuns } from '../client/runs';
import { useTraining } from '../client/training';
import type { LiveRun, TrainingState } from '../client/trainingState';
import { type Preparation, useStarting } from './preparation';
import { listed } from './queue/entries';
import { studySecondsLeft } from './timeLeft';

export interface Trained {
  /** "63%" of the study. */
  percent: string;
  /** "Plain-34, seed 1"; absent between two runs. */
  run?: string;
  /** How many others train at the same time. */
  others: number;
  /** Until the study is done; whole, so that it changes once a second. */
  secondsLeft?: number;
}

const shownRuns = ({ active, order, runs }: TrainingState): LiveRun[] =>
  active ? order.flatMap((id) => runs[id] ?? []) : [];

const percentOf = (shown: readonly LiveRun[]): string | undefined =>
  shown.length === 0
    ? undefined
    : percentDone(shown.map(({ record, lastStep }) => ({ record, step: lastStep?.step })));

/** "63%" of the study that trains. */
export const usePercent = (): string | undefined => useTraining((state) => percentOf(shownRuns(state)));

/** Undefined while nothing trains. */
export function trainedOf(state: TrainingState): Trained | undefined {
  const shown = shownRuns(state);
  const percent = percentOf(shown);
  if (percent === undefined) return undefined;
  const [current, ...others] = shown.filter(isUnderWay);
  const seconds = studySecondsLeft(shown);
  return {
    percent,
    others: others.length,
    ...(current && { run: nameOf(current.record) }),
    ...(seconds !== undefined && { secondsLeft: Math.ceil(seconds) }),
  };
}

/** The name of the run that comes next. */
function useNext(): string | undefined {
  const queue = useQueue();
  const { runs } = useRuns();
  return useMemo(() => {
    const next = listed(queue?.entries ?? [], runs).find(({ state, aside }) => state === 'queued' && !aside);
    return next && nameOf(next.run);
  }, [queue, runs]);
}

export type UnderWay = { preparation: Preparation } | { trained: Trained; next: string | undefined };

/** Undefined while nothing trains and nothing is being started. */
export function useUnderWay(): UnderWay | undefined {
  const preparation = useStarting();
  const trained = useTraining(useShallow(trainedOf));
  const next = useNext();
  if (preparation) return { preparation };
  return trained && { trained, next };
}
