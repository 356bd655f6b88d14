/**
 * Writes checkpoints: at the end of each epoch, every so many steps on request, and where a training is stopped, so
 * that nothing is lost. One whose values are not all finite is never written (keras.callbacks.ModelCheckpoint and
 * TerminateOnNaN).
 */

import { message } from '../../../core/messages';
import type { Checkpoint as CheckpointRecord } from '../../../core/study/run';
import { writing } from '../../disk/trouble';
import type { Belonging } from '../../runs/binding';
import { type CheckpointAt, writeCheckpoint } from '../../runs/checkpoints';
import { divergence } from '../protocol/failure';
import { encodeWithin } from '../state/position';
import type { Training } from '../state/training';
import type { Callback } from './callback';

export interface CheckpointOptions {
  /** `checkpoints` of the run. */
  folder: string;
  /** What they are of, for them to say so. */
  belonging?: Belonging | undefined;
  /** Brings metrics and events up to this step to the disk: a checkpoint never knows of more than they. */
  sync(): void;
  /** What is there now, oldest first. */
  written(checkpoints: CheckpointRecord[]): void;
}

export class Checkpoint implements Callback {
  constructor(private readonly options: CheckpointOptions) {}

  async onBatchEnd(training: Training): Promise<void> {
    const { everySteps } = training.settings.checkpoints;
    if (everySteps === null || training.step % everySteps !== 0) return;
    // The end of the epoch writes one of this very step.
    if (training.batch < training.stepsPerEpoch) await this.writeWithin(training);
  }

  onEpochEnd(training: Training): Promise<void> {
    return this.write(training, { epoch: training.epoch, step: training.step });
  }

  async onTrainEnd(training: Training): Promise<void> {
    if (training.stopping !== 'requested' || training.step === 0) return;
    const { checkpoint, epoch, step } = training;
    if (checkpoint?.step !== step || checkpoint.epoch !== epoch) await this.writeWithin(training);
  }

  private writeWithin(training: Training): Promise<void> {
    const { epoch, step, sums, secondsInEpoch, learningRate } = training;
    const within = encodeWithin({ sums: sums.save(), seconds: secondsInEpoch, learningRate });
    return this.write(training, { epoch, step, within });
  }

  private async write(training: Training, at: CheckpointAt): Promise<void> {
    const { settings, history } = training;
    const variables = await training.variables();
    for (const [name, { data }] of variables) {
      const bad = firstNonFinite(data);
      if (bad === undefined) continue;
      const { step, stepsPerEpoch, checkpoint } = training;
      const epoch = Math.ceil(step / stepsPerEpoch);
      throw divergence(bad, { what: { weight: name }, epoch, step, checkpoint }, settings);
    }
    this.options.sync();
    const { keep, best } = settings.checkpoints;
    const { folder, belonging } = this.options;
    const retention = { keep, best, epochs: history };
    const what = message('training.what.checkpoint', { step: at.step });
    const kept = await writing({ what, where: folder }, () =>
      writeCheckpoint(folder, variables, at, retention, belonging),
    );
    training.checkpoint = { epoch: at.epoch, step: at.step };
    this.options.written(kept);
  }
}

/** A loop of its own: there may be a hundred million values, and a call for each would take a second. */
function firstNonFinite(values: Float32Array): number | undefined {
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (value - value !== 0) return value;
  }
  return undefined;
}
