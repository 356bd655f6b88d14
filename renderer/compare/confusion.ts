/** Accuracy by class, and which classes are confused. Pure. */
import { bestEpoch } from '../../core/study/monitor';
import type { EpochMetrics, RunRecord } from '../../core/study/run';

/** Validation images by [true class][predicted class]. */
export type Confusion = readonly (readonly number[])[];

export interface ClassAccuracy {
  index: number;
  /** Validation images of the class. */
  count: number;
  /** Absent for a class without images. */
  accuracy?: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export function classAccuracies(confusion: Confusion): ClassAccuracy[] {
  return confusion.map((row, index) => {
    const count = sum(row);
    return { index, count, ...(count > 0 && { accuracy: row[index]! / count }) };
  });
}

export interface ConfusedPair {
  truth: number;
  predicted: number;
  count: number;
  /** Share of the images of the true class. */
  share: number;
}

/** By share of the true class; pairs that are never confused are left out. */
export function mostConfused(confusion: Confusion, limit: number): ConfusedPair[] {
  const pairs = confusion.flatMap((row, truth) => {
    const total = sum(row);
    return row.flatMap((count, predicted) =>
      predicted === truth || count === 0 ? [] : [{ truth, predicted, count, share: count / total }],
    );
  });
  return pairs
    .sort((a, b) => b.share - a.share || b.count - a.count || a.truth - b.truth || a.predicted - b.predicted)
    .slice(0, limit);
}

/** The epochs that have a matrix: the last, and the best where it is another. */
export function epochsWithConfusion({ epochs, settings }: Pick<RunRecord, 'epochs' | 'settings'>): {
  last?: EpochMetrics;
  best?: EpochMetrics;
} {
  const last = epochs.at(-1);
  const best = bestEpoch(settings.checkpoints.best, epochs);
  if (!last || !best) return {};
  return best.epoch === last.epoch ? { last } : { last, best };
}
