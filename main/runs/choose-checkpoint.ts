/** Finds one of a run's checkpoints and reads its tensors. */

import { codeOf } from '../../core/basics/errors';
import type { CheckpointChoice } from '../../core/contract/checkpoint-choice';
import { message } from '../../core/messages';
import type { Checkpoint, RunRecord } from '../../core/study/run';
import { Refusal } from '../basics/refusal';
import type { Belonging } from './binding';
import {
  listCheckpoints,
  newestCheckpoint,
  readCheckpoint,
  type StoredCheckpoint,
  withRoles,
} from './checkpoints';
import type { RunFolder } from './folder';
import { readMetrics } from './metrics-file';
import type { Tensor } from './safetensors';

export interface ChosenCheckpoint {
  checkpoint: Checkpoint;
  /** Optimizer slots included, unless others were requested. */
  tensors: Map<string, Tensor>;
}

/** A training in progress removes checkpoints when it has newer ones. */
const TRIES = 5;

/**
 * The newest checkpoint, or the best by `settings.checkpoints.best`.
 * @param only which tensors are kept in memory, by name; all if absent
 * @throws Refusal if there is none, it is damaged or does not match
 */
export async function chooseCheckpoint(
  run: RunRecord,
  folder: RunFolder,
  which: CheckpointChoice,
  belonging: Belonging,
  only?: (name: string) => boolean,
): Promise<ChosenCheckpoint> {
  for (let left = TRIES; ; left--) {
    try {
      const chosen = await find(run, folder, which, belonging, only);
      if (chosen) return chosen;
      break;
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || left <= 1) throw error;
    }
  }
  const { id, settings } = run;
  throw new Refusal(
    which === 'last'
      ? message('runs.noCheckpoint.last', { id })
      : message('runs.noCheckpoint.best', { id, metric: settings.checkpoints.best }),
  );
}

async function find(
  { settings }: RunRecord,
  { checkpoints: folder, metrics }: RunFolder,
  which: CheckpointChoice,
  belonging: Belonging,
  only: ((name: string) => boolean) | undefined,
): Promise<ChosenCheckpoint | undefined> {
  const described = async (stored: StoredCheckpoint[]) => {
    const { epochs } = await readMetrics(metrics);
    return withRoles(stored, { best: settings.checkpoints.best, epochs });
  };
  if (which === 'last') {
    const newest = await newestCheckpoint(folder, belonging, only);
    const [checkpoint] = newest ? await described([newest]) : [];
    return newest && checkpoint && { checkpoint, tensors: newest.tensors };
  }
  const stored = await described((await listCheckpoints(folder)).checkpoints);
  const checkpoint = stored.find(({ roles }) => roles.includes('best'));
  if (!checkpoint) return undefined;
  return { checkpoint, tensors: await readCheckpoint(folder, checkpoint.file, belonging, only) };
}
