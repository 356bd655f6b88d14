/**
 * Evaluates the best checkpoint on the test images at the end of a training. Depends only on checkpoints and metrics, so
 * it can be repeated after a kill.
 */
import type { TestMetrics } from '../../../core/study/run';
import type { Session } from '../../engine/types';
import type { Belonging } from '../../runs/binding';
import { listCheckpoints, readCheckpoint, withRoles } from '../../runs/checkpoints';
import { divergence } from '../protocol/failure';
import { writeVariables } from '../state/restore';
import type { Training } from '../state/training';
import { breathe, evaluate } from './evaluate';

export interface FinalTest {
  session: Session;
  training: Training;
  /** The run's folder of checkpoints. */
  checkpoints: string;
  belonging?: Belonging | undefined;
  /** Test images. */
  count: number;
  stopRequested(): boolean;
  progress(fraction: number): void;
}

/**
 * Leaves the best checkpoint's variables in the session. @returns undefined if stopped.
 * @throws Refusal if the checkpoint is damaged; TrainingFailure if the loss is not finite.
 */
export async function finalTest({
  session,
  training,
  checkpoints,
  belonging,
  count,
  stopRequested,
  progress,
}: FinalTest): Promise<TestMetrics | undefined> {
  const { settings, history, model } = training;
  const { best } = settings.checkpoints;
  const stored = withRoles((await listCheckpoints(checkpoints)).checkpoints, { best, epochs: history });
  const chosen = stored.find(({ roles }) => roles.includes('best'));
  if (!chosen) throw new Error('A training that has ended must have a checkpoint of its best epoch.');
  const tensors = await readCheckpoint(checkpoints, chosen.file, belonging);
  await writeVariables(session, model, tensors, chosen.file);
  const sums = await evaluate(session, 'test', count, {
    stopped: async () => {
      await breathe();
      return stopRequested();
    },
    batch: progress,
  });
  if (!sums) return undefined;
  if (!Number.isFinite(sums.meanLoss)) {
    const { epoch, step } = chosen;
    throw divergence(sums.meanLoss, { what: 'test loss', epoch, step, checkpoint: chosen }, settings);
  }
  return {
    loss: sums.meanLoss,
    accuracy: sums.accuracy,
    ...(sums.top5Share === undefined ? {} : { top5: sums.top5Share }),
    count: sums.count,
    epoch: chosen.epoch,
    ofEpochs: history.length,
    at: new Date().toISOString(),
  };
}
