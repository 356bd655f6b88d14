/** Tells how it goes: every step and epoch into metrics.jsonl, and thinned out to the host; epochs to the log. */
import type { Diagnostics, EpochMetrics, StepMetrics } from '../../../core/study/run';
import { MetricsWriter } from '../../runs/metrics-file';
import type { FromWorker } from '../protocol';
import type { Training } from '../training';
import type { Callback } from './callback';

/** Milliseconds between two messages of one kind, and between two writes of metrics. */
const SEND_EVERY = 100;
const FLUSH_EVERY = 1000;

export interface ProgressOptions {
  /** metrics.jsonl */
  path: string;
  send(message: FromWorker): void;
  log(text: string): void;
  /** Milliseconds. */
  now?: () => number;
}

export class Progress implements Callback {
  private readonly metrics: MetricsWriter;
  private readonly now: () => number;
  private unsent: StepMetrics | undefined;
  private lastSent = Number.NEGATIVE_INFINITY;
  private lastValidating = Number.NEGATIVE_INFINITY;
  private lastFlush: number;

  constructor(private readonly options: ProgressOptions) {
    this.metrics = new MetricsWriter(options.path);
    this.now = options.now ?? Date.now;
    this.lastFlush = this.now();
  }

  /** Every step is written; messages are thinned out, but the last of an epoch is sent in any case. */
  onBatchEnd({ batch, stepsPerEpoch }: Training, metrics: StepMetrics): void {
    this.metrics.add(metrics);
    this.unsent = metrics;
    if (batch >= stepsPerEpoch || this.now() - this.lastSent >= SEND_EVERY) this.sendStep();
    this.tick();
  }

  private sendStep(): void {
    if (!this.unsent) return;
    this.options.send({ type: 'step', metrics: this.unsent });
    this.unsent = undefined;
    this.lastSent = this.now();
  }

  diagnostics(diagnostics: Diagnostics): void {
    this.metrics.add(diagnostics);
    this.options.send({ type: 'diagnostics', diagnostics });
  }

  onValidationBatch({ epoch }: Training, fraction: number): void {
    this.tick();
    if (fraction < 1 && this.now() - this.lastValidating < SEND_EVERY) return;
    this.lastValidating = this.now();
    this.options.send({ type: 'validating', epoch: epoch + 1, fraction });
  }

  /** The line is on the disk when this returns, and the checkpoint that follows may rely on it. */
  onEpochEnd(_training: Training, metrics: EpochMetrics): void {
    this.metrics.add(metrics);
    this.sync();
    this.options.send({ type: 'epoch', metrics });
    this.options.log(
      `epoch ${metrics.epoch}: loss ${metrics.loss.toFixed(4)}, accuracy ${metrics.accuracy.toFixed(4)}, ` +
        `val_loss ${metrics.valLoss.toFixed(4)}, val_accuracy ${metrics.valAccuracy.toFixed(4)}, ${metrics.seconds.toFixed(1)} s`,
    );
  }

  onTrainEnd(): void {
    this.sendStep();
    this.metrics.flush();
  }

  /** Writes what waits when a second has passed. */
  private tick(): void {
    if (this.now() - this.lastFlush < FLUSH_EVERY) return;
    this.lastFlush = this.now();
    this.metrics.flush();
  }

  sync(): void {
    this.lastFlush = this.now();
    this.metrics.sync();
  }

  close(): void {
    this.metrics.close();
  }
}
