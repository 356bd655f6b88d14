/** A training's position: with its variables, all that is needed to resume exactly. */

import { z } from 'zod';
import type { EpochMetrics } from '../../../core/study/run';
import { refuse } from '../../basics/refusal';
import type { StoredCheckpoint } from '../../runs/checkpoints';
import { savedSumsSchema } from './sums';

/** Metadata `within` of a checkpoint within an epoch, as JSON. */
const withinSchema = z.object({
  sums: savedSumsSchema,
  /** Sum over the epoch's steps so far. */
  seconds: z.number(),
  learningRate: z.number(),
});
export type Within = z.infer<typeof withinSchema>;

export interface Position {
  /** Whole epochs done. */
  epoch: number;
  /** Updates done. */
  step: number;
  /** The epoch under way; absent at its beginning. */
  within?: Within;
  history: readonly EpochMetrics[];
  /** Training time so far. */
  seconds: number;
  /** The checkpoint names its run; true at the beginning. */
  bound: boolean;
}

export const BEGINNING: Position = { epoch: 0, step: 0, history: [], seconds: 0, bound: true };

export const encodeWithin = (within: Within): string => JSON.stringify(within);

/** @throws Refusal if unreadable. */
export function decodeWithin({ file, within }: StoredCheckpoint): Within | undefined {
  if (within === undefined) return undefined;
  try {
    return withinSchema.parse(JSON.parse(within));
  } catch {
    refuse('training.checkpoint.within', { file, received: within.slice(0, 60) });
  }
}
