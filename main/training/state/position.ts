/** Where a training stands: with its variables, all that it takes to go on as if it had never stopped. */

import { z } from 'zod';
import type { EpochMetrics } from '../../../core/study/run';
import { refuse } from '../../basics/refusal';
import type { StoredCheckpoint } from '../../runs/checkpoints';
import { savedSumsSchema } from './sums';

/** What a checkpoint within an epoch remembers of it (its metadata `within`, as JSON). */
const withinSchema = z.object({
  sums: savedSumsSchema,
  /** Wall time of the epoch's steps so far. */
  seconds: z.number(),
  /** Of its last step. */
  learningRate: z.number(),
});
export type Within = z.infer<typeof withinSchema>;

export interface Position {
  /** Whole epochs done. */
  epoch: number;
  /** Updates done. */
  step: number;
  /** Of the epoch that is under way; absent at its beginning. */
  within?: Within;
  /** Metrics of the epochs done. */
  history: readonly EpochMetrics[];
  /** Seconds that the training has taken so far. */
  seconds: number;
  /** The checkpoint says which run it is of; true at the beginning. */
  bound: boolean;
}

export const BEGINNING: Position = { epoch: 0, step: 0, history: [], seconds: 0, bound: true };

export const encodeWithin = (within: Within): string => JSON.stringify(within);

/** @throws Refusal when the checkpoint does not say it. */
export function decodeWithin({ file, within }: StoredCheckpoint): Within | undefined {
  if (within === undefined) return undefined;
  try {
    return withinSchema.parse(JSON.parse(within));
  } catch {
    refuse('training.checkpoint.within', { file, received: within.slice(0, 60) });
  }
}
