/** What the worker leaves in the run folder and tells the host while it trains. */
import { appendFileSync } from 'node:fs';
import type { EpochMetrics, StepMetrics } from '../../core/study/run';
import { writeCheckpoint } from '../runs/checkpoints';
import type { RunFolder } from '../runs/folder';
import { MetricsWriter } from '../runs/metrics-file';
import type { Tensor } from '../runs/safetensors';
import { EventWriter } from '../runs/tensorboard/writer';
import type { FromWorker } from './protocol';

/** Milliseconds between two messages of one kind, and between two writes of metrics. */
const SEND_EVERY = 100;
const FLUSH_EVERY = 1000;

export class RunRecorder {
  private readonly metrics: MetricsWriter;
  private readonly events: EventWriter;
  private unsent: StepMetrics | undefined;
  private lastSent = Number.NEGATIVE_INFINITY;
  private lastValidating = Number.NEGATIVE_INFINITY;
  private lastFlush: number;

  constructor(
    private readonly folder: RunFolder,
    private readonly send: (message: FromWorker) => void,
    private readonly now: () => number = Date.now,
  ) {
    this.metrics = new MetricsWriter(folder.metrics);
    this.events = new EventWriter(folder.tensorboard, now);
    this.lastFlush = now();
  }

  log(text: string): void {
    try {
      appendFileSync(this.folder.log, `${new Date(this.now()).toISOString()} ${text}\n`);
    } catch {
      // The log is a convenience; what must not be lost goes through the metrics and fails there.
    }
  }

  progress(phase: string): void {
    this.log(phase);
    this.send({ type: 'progress', progress: { phase } });
  }

  /** Every step is written; messages are thinned out, but `endOfSteps` sends the last one in any case. */
  step(metrics: StepMetrics): void {
    this.metrics.add(metrics);
    this.events.scalars(metrics.step, [{ tag: 'step/loss', value: metrics.loss }]);
    this.unsent = metrics;
    if (this.now() - this.lastSent >= SEND_EVERY) this.sendStep();
    this.tick();
  }

  private sendStep(): void {
    if (!this.unsent) return;
    this.send({ type: 'step', metrics: this.unsent });
    this.unsent = undefined;
    this.lastSent = this.now();
  }

  /** The training part of an epoch is over, or the training was stopped. */
  endOfSteps(): void {
    this.sendStep();
    this.flush();
  }

  validating(epoch: number, fraction: number): void {
    this.tick();
    if (fraction < 1 && this.now() - this.lastValidating < SEND_EVERY) return;
    this.lastValidating = this.now();
    this.send({ type: 'validating', epoch, fraction });
  }

  async checkpoint(tensors: ReadonlyMap<string, Tensor>, at: { epoch: number; step: number }): Promise<void> {
    await writeCheckpoint(this.folder.checkpoints, tensors, at);
    this.send({ type: 'checkpoint', epoch: at.epoch });
  }

  /** The line is on the disk when this returns: the epoch has finished. */
  epoch(metrics: EpochMetrics): void {
    this.metrics.add(metrics);
    this.metrics.sync();
    this.events.scalars(metrics.epoch, [
      { tag: 'loss/train', value: metrics.loss },
      { tag: 'loss/validation', value: metrics.valLoss },
      { tag: 'accuracy/train', value: metrics.accuracy },
      { tag: 'accuracy/validation', value: metrics.valAccuracy },
    ]);
    this.flush();
    this.send({ type: 'epoch', metrics });
    this.log(
      `epoch ${metrics.epoch}: loss ${metrics.loss.toFixed(4)}, accuracy ${metrics.accuracy.toFixed(4)}, ` +
        `val_loss ${metrics.valLoss.toFixed(4)}, val_accuracy ${metrics.valAccuracy.toFixed(4)}, ${metrics.seconds.toFixed(1)} s`,
    );
  }

  /** Writes what waits when a second has passed. */
  private tick(): void {
    if (this.now() - this.lastFlush >= FLUSH_EVERY) this.flush();
  }

  flush(): void {
    this.lastFlush = this.now();
    this.metrics.flush();
    this.events.flush();
  }

  close(): void {
    this.events.flush();
    this.metrics.close();
  }
}
