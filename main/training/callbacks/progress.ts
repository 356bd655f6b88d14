/** Sends progress to the host and logs each epoch, once its checkpoint is written. */

import { formatSeconds } from '../../../core/format/duration';
import { formatDecimals } from '../../../core/format/number';
import type { EpochMetrics, StepMetrics } from '../../../core/study/run';
import type { FromWorker } from '../protocol/messages';
import type { Training } from '../state/training';
import type { Callback } from './callback';

/** Milliseconds. */
const SEND_EVERY = 100;

/** Drops fractions that follow too soon, but not the last one. */
export function thinnedOut(send: (fraction: number) => void, now: () => number = Date.now) {
  let last = Number.NEGATIVE_INFINITY;
  return (fraction: number): void => {
    if (fraction < 1 && now() - last < SEND_EVERY) return;
    last = now();
    send(fraction);
  };
}

export interface ProgressOptions {
  send(message: FromWorker): void;
  log(text: string): void;
  now?: () => number;
}

export class Progress implements Callback {
  private readonly now: () => number;
  private unsent: StepMetrics | undefined;
  private lastSent = Number.NEGATIVE_INFINITY;
  private lastFraction = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: ProgressOptions) {
    this.now = options.now ?? Date.now;
  }

  /** The last step of an epoch is always sent. */
  onBatchEnd({ batch, stepsPerEpoch }: Training, metrics: StepMetrics): void {
    this.unsent = metrics;
    if (batch >= stepsPerEpoch || this.now() - this.lastSent >= SEND_EVERY) this.sendStep();
  }

  private sendStep(): void {
    if (!this.unsent) return;
    this.options.send({ type: 'step', metrics: this.unsent });
    this.unsent = undefined;
    this.lastSent = this.now();
  }

  onStatisticsBatch(training: Training, fraction: number): void {
    this.sendFraction('statistics', training, fraction);
  }

  onValidationBatch(training: Training, fraction: number): void {
    this.sendFraction('validating', training, fraction);
  }

  private sendFraction(type: 'statistics' | 'validating', { epoch }: Training, fraction: number): void {
    if (fraction < 1 && this.now() - this.lastFraction < SEND_EVERY) return;
    this.lastFraction = this.now();
    this.options.send({ type, epoch: epoch + 1, fraction });
  }

  onEpochEnd(_training: Training, metrics: EpochMetrics): void {
    this.options.send({ type: 'epoch', metrics });
    this.options.log(
      `epoch ${metrics.epoch}: loss ${formatDecimals(metrics.loss, 4)}, accuracy ${formatDecimals(metrics.accuracy, 4)}, ` +
        `val_loss ${formatDecimals(metrics.valLoss, 4)}, val_accuracy ${formatDecimals(metrics.valAccuracy, 4)}, ${formatSeconds(metrics.seconds)}`,
    );
  }

  onTrainEnd(): void {
    this.sendStep();
  }
}
