/** Writes each step and epoch to metrics.jsonl, before the checkpoints that rely on them. */
import type { Diagnostics, EpochMetrics, StepMetrics } from '../../../core/study/run';
import { MetricsWriter } from '../../runs/metrics-file';
import type { Training } from '../state/training';
import type { Callback } from './callback';

/** Milliseconds. */
const FLUSH_EVERY = 1000;

export class Metrics implements Callback {
  private readonly writer: MetricsWriter;
  private lastFlush: number;

  constructor(
    path: string,
    private readonly now: () => number = Date.now,
  ) {
    this.writer = new MetricsWriter(path);
    this.lastFlush = this.now();
  }

  onBatchEnd(_training: Training, metrics: StepMetrics): void {
    this.writer.add(metrics);
    this.tick();
  }

  add(diagnostics: Diagnostics): void {
    this.writer.add(diagnostics);
  }

  onStatisticsBatch(): void {
    this.tick();
  }

  onValidationBatch(): void {
    this.tick();
  }

  onEpochEnd(_training: Training, metrics: EpochMetrics): void {
    this.writer.add(metrics);
    this.sync();
  }

  onTrainEnd(): void {
    this.writer.flush();
  }

  private tick(): void {
    if (this.now() - this.lastFlush < FLUSH_EVERY) return;
    this.lastFlush = this.now();
    this.writer.flush();
  }

  /** On disk when this returns. */
  sync(): void {
    this.lastFlush = this.now();
    this.writer.sync();
  }

  close(): void {
    this.writer.close();
  }
}
