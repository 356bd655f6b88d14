/** What becomes of the record of a run that is taken up again. */
import type { Checkpoint, EpochMetrics, RunChange, RunRecord } from '../../core/study/run';
import { listCheckpoints, newestCheckpoint, readCheckpoint, withRoles } from '../runs/checkpoints';
import type { RunFolder } from '../runs/folder';
import { readMetrics } from '../runs/metrics-file';

/** From where a run goes on. */
export interface LastPlace {
  /** 0 and 0 without a checkpoint. */
  epoch: number;
  step: number;
  /** Metrics of the epochs before it. */
  epochs: EpochMetrics[];
  checkpoints: Checkpoint[];
}

/** @throws Refusal when the newest checkpoint is damaged. */
export async function lastPlace({ settings }: RunRecord, folder: RunFolder): Promise<LastPlace> {
  const newest = await newestCheckpoint(folder.checkpoints);
  const { epoch = 0, step = 0 } = newest ?? {};
  // Reads all of it, so that damage is told now and not when the queue comes to it.
  if (newest) await readCheckpoint(folder.checkpoints, newest.file);
  const epochs = (await readMetrics(folder.metrics)).epochs.filter((one) => one.epoch <= epoch);
  const { checkpoints } = await listCheckpoints(folder.checkpoints);
  return {
    epoch,
    step,
    epochs,
    checkpoints: withRoles(checkpoints, { best: settings.checkpoints.best, epochs }),
  };
}

export function reopened(run: RunRecord, place: LastPlace, moreEpochs: number): Partial<RunRecord> {
  const at = new Date().toISOString();
  const { epoch, step, epochs, checkpoints } = place;
  const changes: RunChange[] = [...run.changes];
  // One that early stopping ended has its last epoch there, whatever it was to have.
  const from = run.state === 'finished' ? epoch : run.settings.epochs;
  const to = from + moreEpochs;
  if (moreEpochs > 0) changes.push({ type: 'extended', at, from: run.settings.epochs, to });
  if (run.startedAt !== undefined) changes.push({ type: 'resumed', at, step });
  return {
    settings: moreEpochs > 0 ? { ...run.settings, epochs: to } : run.settings,
    epochs,
    checkpoints,
    checkpointEpoch: epoch,
    changes,
    error: undefined,
    suggestedBatchSize: undefined,
    // Of the training as it ended then; the test is made anew where it ends now.
    test: undefined,
    earlierTests: run.test && moreEpochs > 0 ? [...run.earlierTests, run.test] : run.earlierTests,
    endedAt: undefined,
  };
}

/** The epoch that was the last before the newest extension. */
export const extendedAt = ({ changes }: RunRecord): number | undefined =>
  changes.flatMap((change) => (change.type === 'extended' ? [change.from] : [])).at(-1);

/** The epoch at which early stopping ended the run the last time. */
export const stoppedEarlyAt = ({ changes }: RunRecord): number | undefined =>
  changes.flatMap((change) => (change.type === 'stopped-early' ? [change.epoch] : [])).at(-1);
