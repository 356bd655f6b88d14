/**
 * The one number that nothing was chosen by: at the end of a training the best checkpoint is evaluated on the test
 * images. It follows from the checkpoints and their metrics alone, so one that was killed on the way is made again.
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
  /** Of the run. */
  checkpoints: string;
  belonging?: Belonging | undefined;
  /** Test images. */
  count: number;
  stopRequested(): boolean;
  /** Share of the images that is done. */
  progress(fraction: number): void;
}

/**
 * Leaves the best checkpoint's variables in the session.
 * @returns undefined when it was stopped on the way.
 * @throws Refusal when the checkpoint is damaged; TrainingFailure when the loss is not finite.
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
