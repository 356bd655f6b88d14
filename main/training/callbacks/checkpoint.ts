/**
 * Writes checkpoints: after each epoch, every few steps if requested, and when training stops. Never one with values
 * that are not finite (keras.callbacks.ModelCheckpoint and TerminateOnNaN).
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
  /** The run's `checkpoints`. */
  folder: string;
  /** Written into the metadata. */
  belonging?: Belonging | undefined;
  /** Writes metrics and events to disk first: a checkpoint never knows more than they do. */
  sync(): void;
  /** Called with the existing checkpoints, oldest first. */
  written(checkpoints: CheckpointRecord[]): void;
}

export class Checkpoint implements Callback {
  constructor(private readonly options: CheckpointOptions) {}

  async onBatchEnd(training: Training): Promise<void> {
    const { everySteps } = training.settings.checkpoints;
    if (everySteps === null || training.step % everySteps !== 0) return;
    // Otherwise the end of the epoch writes it.
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

/** A plain loop: with a hundred million values, a call for each would take a second. */
function firstNonFinite(values: Float32Array): number | undefined {
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (value - value !== 0) return value;
  }
  return undefined;
}
